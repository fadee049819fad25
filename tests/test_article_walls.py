from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

import pytest
from growth import assert_linear, repeated
from hypothesis import given, settings
from hypothesis import strategies as st

from provenance.article.blocks import divide
from provenance.article.extract import extract
from provenance.article.wall_markers import WALL_STORY, Marker, Place, Wall, find_markers, load_markers, shipped_markers
from provenance.article.walls import WallFinding, wall_of, wall_without_text
from provenance.errors import DocumentError, RegistryError
from provenance.model import Block, Fetch, Media, Page, Redirect, Role

if TYPE_CHECKING:
    from pathlib import Path

THINGS = ("gate", "pier", "market", "ferry", "tower", "mill", "school", "bridge", "chapel", "inn", "quay", "wharf")
LD = '<script type="application/ld+json">{{"@type": "NewsArticle", {}}}</script>'
DATED = LD.format('"datePublished": "2031-03-04T10:30:00Z"')
NOT_FREE = LD.format('"datePublished": "2031-03-04T10:30:00Z", "isAccessibleForFree": false')
FREE = LD.format('"datePublished": "2031-03-04T10:30:00Z", "isAccessibleForFree": true')
STORY = "".join(
    f"<p>The {thing} at Harrow Lake was {state} on Tuesday when the water rose by a metre in an hour, the port said, "
    "and the keepers came down from the village with two pumps.</p>"
    for thing, state in [("first gate", "shut"), ("old pier", "closed"), ("market", "moved"), ("ferry", "held back")]
)
LEDE = (
    "<p>Two of the four gates at Harrow Lake were shut on Tuesday after the water rose by a metre, the port said.</p>"
)
FLASH = (
    "<p>Two of the four gates at Harrow Lake were shut on Tuesday evening after the water rose by a metre within an "
    "hour, the port said. Nobody was hurt. The ferry stays on the far shore until Thursday, and the market moves.</p>"
)
MENU = '<nav><a href="/">Home</a> <a href="/n">News</a> <a href="/login">Log in</a> <a href="/s">Subscribe</a></nav>'
FOOT = '<footer>© 2031 Harrow Times <a href="/p">Privacy policy</a> <a href="/c">Cookie settings</a></footer>'
BANNER = (
    '<div id="banner"><p>We and our 214 partners use cookies to store and access information on your device. With your '
    "consent we measure advertising.</p><button>Accept all</button><button>Reject all</button></div>"
)
PLEA = (
    '<div class="newsletter"><p>Subscribe to our newsletter and never miss a story from the lake.</p></div>'
    '<p>Already a subscriber? <a href="/l">Log in</a></p><p>You must be logged in to post a comment.</p>'
)
LINKS = "".join(
    f'<li><a href="/2031/{n}">The {word} of Harrow Lake is painted for the summer fair</a></li>'
    for n, word in enumerate(THINGS)
)
TEASERS = "".join(
    f'<article><h2><a href="/2031/{n}">Keepers of the {word} ask for new boots</a></h2>'
    f"<p>The keepers of the {word} say that their boots let in water.</p></article>"
    for n, word in enumerate(THINGS)
)


def fetched(final: str, asked: str | None = None) -> Fetch:
    """A fetch that ended at an address, by way of one redirect where another was asked for."""
    return Fetch(
        requested=asked or final,
        final=final,
        redirects=(Redirect(asked, 302),) if asked else (),
        fetched="2031-03-04T10:30:00+00:00",
        status=200,
        media_type="text/html",
        charset="utf-8",
        etag=None,
        last_modified=None,
        digest=b"\0" * 16,
        size=1,
    )


@dataclass(frozen=True)
class Case:
    """A page, and what stands on it."""

    name: str
    wall: Wall | None
    title: str
    body: str
    head: str = ""
    lang: str = "en"
    at: str = "https://www.harrow.example/news/gates-shut-at-harrow-lake"
    asked: str | None = None
    rule: str | None = field(default=None, compare=False)

    def page(self) -> Page:
        """The page as it would be read."""
        source = (
            f'<!DOCTYPE html><html lang="{self.lang}"><head><title>{self.title}</title>{self.head}</head>'
            f"<body>{self.body}</body></html>"
        )
        return Page(self.name, source, Media.HTML, url=self.at, fetch=fetched(self.at, self.asked))

    def finding(self) -> WallFinding | None:
        """What is found on the page."""
        page = self.page()
        try:
            article = extract(page)
        except DocumentError:
            return wall_without_text(page)
        return wall_of(article, divide(article), page.content)


ARTICLE = "https://www.harrow.example/2031/03/04/gates-shut-at-harrow-lake"
WALLS = [
    Case(
        "consent host",
        Wall.COOKIE_WALL,
        "Harrow Times",
        f"<h1>Harrow Times is part of the Merrow family</h1>{BANNER}<p>Vendors differ in what they ask for. "
        "Purposes and vendors can be seen in the list below, which names each of them, the time that it keeps what it "
        "is given, and the grounds that it names for doing so.</p><a href='/more'>Manage choices</a>",
        at="https://consent.harrow.example/v2/collect",
        asked=ARTICLE,
        rule="consent_host",
    ),
    Case("consent title", Wall.COOKIE_WALL, "Before you continue to Harrow Times", BANNER, rule="cookie_title"),
    Case("a banner and nothing else", Wall.COOKIE_WALL, "Gates shut", MENU + BANNER + FOOT, rule="cookie_notice"),
    Case("a condition", Wall.COOKIE_WALL, "Harrow Times", "<h1>Hello</h1><p>Please accept cookies to continue.</p>"),
    Case(
        "mit Werbung",
        Wall.COOKIE_WALL,
        "harrsee.example mit Werbung",
        "<h1>Harrseer Bote mit Werbung</h1><p>Lesen Sie den Boten wie gewohnt mit Werbung und Tracking. Details zu "
        "Werbetracking stehen in unserer Datenschutzerklärung.</p><button>Akzeptieren und weiter</button>"
        "<p>oder Pur-Abo für 3 Euro im Monat, jederzeit kündbar</p>",
        lang="de",
        at="https://www.harrsee.example/zustimmung",
        asked="https://www.harrsee.example/lokales/2031-03/tore-am-harrsee-zu",
    ),
    Case(
        "Zustimmung ohne Adresse",
        Wall.COOKIE_WALL,
        "Harrseer Bote",
        "<p>Wir und unsere 214 Partner verwenden Cookies. Ihre Einwilligung können Sie jederzeit widerrufen.</p>"
        "<button>Alle akzeptieren</button><button>Einstellungen</button>",
        lang="de",
    ),
    Case(
        "mur de cookies",
        Wall.COOKIE_WALL,
        "Gazette de Merrow",
        "<h1>Bienvenue</h1><p>Nous et nos partenaires déposons des cookies sur votre appareil.</p><button>Accepter et "
        "continuer gratuitement</button><button>Refuser et s'abonner</button>",
        lang="fr",
    ),
    Case(
        "muro de cookies",
        Wall.COOKIE_WALL,
        "Diario de Merrow",
        "<p>Nosotros y nuestros 214 socios usamos diversas cookies y tratamos datos personales.</p>"
        "<button>Aceptar y continuar gratis</button><button>Rechazar y suscribirse</button>",
        lang="es",
    ),
    Case(
        "not free and short",
        Wall.PAYWALL,
        "Gates shut",
        f"<h1>Gates shut</h1>{LEDE}",
        head=NOT_FREE,
        rule="not_for_free",
    ),
    Case(
        "a lede and a lock",
        Wall.PAYWALL,
        "Gates shut at Harrow Lake",
        f"{MENU}<h1>Gates shut at Harrow Lake</h1>{LEDE}<div><p>Subscribe now to continue reading.</p><p>Only 1.00 a "
        f"month for full access. Cancel anytime.</p><p>Already a subscriber? Log in</p></div>{FOOT}",
        head=DATED,
        rule="locked",
    ),
    Case(
        "for members",
        Wall.PAYWALL,
        "Gates shut",
        f"<h1>Gates shut</h1>{LEDE}<p>The rest of this article is available to our paying members.</p>",
    ),
    Case(
        "used up",
        Wall.PAYWALL,
        "Gates shut",
        "<h1>Gates shut</h1><p>You’ve read all your free articles this month.</p>",
    ),
    Case("an offer page", Wall.PAYWALL, "Offers", LEDE, at="https://www.harrow.example/subscribe", asked=ARTICLE),
    Case(
        "nur für Abonnenten",
        Wall.PAYWALL,
        "Tore am Harrsee zu",
        "<h1>Tore am Harrsee zu</h1><p>Zwei der vier Tore am Harrsee sind seit Dienstag zu, weil das Wasser stieg.</p>"
        "<p>Jetzt Abo abschließen und weiterlesen</p><p>Danach 9,99 Euro im Monat, jederzeit kündbar.</p>",
        lang="de",
    ),
    Case(
        "réservé aux abonnés",
        Wall.PAYWALL,
        "Deux portes fermées",
        "<h1>Deux portes fermées au lac</h1><p>Deux des quatre portes du lac ont été fermées mardi soir, selon le port."
        "</p><p>Cet article est réservé aux abonnés.</p><p>Il vous reste 85 % de cet article à lire.</p>",
        lang="fr",
    ),
    Case(
        "para suscriptores",
        Wall.PAYWALL,
        "Dos puertas cerradas",
        "<h1>Dos puertas cerradas en el lago</h1><p>Dos de las cuatro puertas del lago se cerraron el martes.</p>"
        "<p>Suscríbete para seguir leyendo</p><p>¿Ya eres suscriptor? Inicia sesión</p>",
        lang="es",
    ),
    Case(
        "log-in title",
        Wall.LOGIN,
        "Log in | Harrow Times",
        "<h1>Log in</h1><form><label>E-mail</label><input><label>Your password</label><input><button>Log in</button>"
        "</form><p>Forgotten your password?</p><p>Create an account</p>",
    ),
    Case(
        "log-in address",
        Wall.LOGIN,
        "Harrow Times",
        "<h1>Welcome back</h1><p>Give your e-mail.</p>",
        at="https://www.harrow.example/user/login",
        asked=ARTICLE,
        rule="login_path",
    ),
    Case("register to read", Wall.LOGIN, "Gates shut", f"{LEDE}<p>Create a free account to continue reading.</p>"),
    Case("Anmelden", Wall.LOGIN, "Anmelden", "<h1>Anmelden</h1><p>Passwort vergessen?</p>", lang="de"),
    Case("se connecter", Wall.LOGIN, "G", f"{LEDE}<p>Connectez-vous pour lire la suite.</p>", lang="fr"),
    Case("iniciar sesión", Wall.LOGIN, "Iniciar sesión - Diario", "<p>Escriba su correo.</p>", lang="es"),
    Case(
        "checking your browser",
        Wall.BOT_CHECK,
        "Just a moment...",
        "<h1>harrow.example</h1><h2>Checking your browser before you go on.</h2><noscript>Enable JavaScript and "
        "cookies to continue</noscript><script>window._cf_chl_opt={}</script>",
        rule="bot_title",
    ),
    Case(
        "a challenge in scripts",
        Wall.BOT_CHECK,
        "harrow.example",
        "<p>harrow.example</p><div id='px-captcha'></div>".replace("'", '"'),
    ),
    Case(
        "unusual traffic",
        Wall.BOT_CHECK,
        "Harrow Times",
        "<p>We noticed unusual traffic from your network. Please confirm you are not a robot.</p>"
        "<p>Reference id 7f3a</p>",
    ),
    Case(
        "no permission",
        Wall.BOT_CHECK,
        "Access Denied",
        '<h1>Access Denied</h1><p>You have no permission to access "/2031/gates" on this server.</p>',
    ),
    Case("kein Roboter", Wall.BOT_CHECK, "Bote", "<p>Bestätigen Sie bitte, dass Sie kein Roboter sind.</p>", lang="de"),
    Case("un instant", Wall.BOT_CHECK, "Un instant…", "<p>Vérification de votre navigateur en cours</p>", lang="fr"),
    Case("no eres un robot", Wall.BOT_CHECK, "Acceso", "<p>Confirma que no eres un robot.</p>", lang="es"),
    Case("soft 404", Wall.NOT_FOUND, "Page not found - Harrow Times", f"{MENU}<h1>Sorry</h1><ul>{LINKS}</ul>{FOOT}"),
    Case(
        "soft 404 in the text",
        Wall.NOT_FOUND,
        "Harrow Times",
        f"{MENU}<p>The page you are looking for may have been moved or removed. Try the search box.</p>{FOOT}",
    ),
    Case("soft 404 address", Wall.NOT_FOUND, "Oh", LEDE, at="https://www.harrow.example/errors/404", asked=ARTICLE),
    Case(
        "Seite nicht gefunden",
        Wall.NOT_FOUND,
        "Seite nicht gefunden | Bote",
        "<h1>Fehler 404</h1><p>Die gesuchte Seite konnte leider nicht gefunden werden.</p>",
        lang="de",
    ),
    Case("introuvable", Wall.NOT_FOUND, "Gazette", "<h1>Oups</h1><p>La page demandée est introuvable.</p>", lang="fr"),
    Case("no encontrada", Wall.NOT_FOUND, "Página no encontrada", "<p>Vuelva a la portada.</p>", lang="es"),
    Case(
        "not in Europe",
        Wall.REGION,
        "Harrow Times",
        "<p>Our website is currently unavailable in most European countries. We are looking at ways to serve the EU "
        "market.</p><p>Call 555 0100 with any question.</p>",
    ),
    Case(
        "451",
        Wall.REGION,
        "451: Unavailable for legal reasons",
        "<p>You come from a country within the European Economic Area and we cannot grant you access at this time.</p>",
    ),
    Case("nicht in Ihrem Land", Wall.REGION, "B", "<p>Dieser Inhalt ist in Ihrem Land nicht verfügbar.</p>", lang="de"),
    Case("pas dans votre pays", Wall.REGION, "G", "<p>Ce site n’est pas accessible depuis votre pays.</p>", lang="fr"),
    Case("no en tu país", Wall.REGION, "D", "<p>Este contenido no está disponible en tu país.</p>", lang="es"),
    Case(
        "a shell with a note",
        Wall.SCRIPT_SHELL,
        "Harrow Times",
        '<div id="root"></div><noscript>You need to enable JavaScript to run this app.</noscript>',
        rule="script_needed",
    ),
    Case(
        "a shell and a loader",
        Wall.SCRIPT_SHELL,
        "Harrow Times",
        "<p>Loading…</p><noscript>JavaScript required</noscript>",
    ),
    Case("a bare shell", Wall.SCRIPT_SHELL, "Harrow Times", '<div id="app"></div><script src="a.js"></script>'),
    Case("JavaScript aktivieren", Wall.SCRIPT_SHELL, "B", "<p>Bitte aktivieren Sie JavaScript.</p>", lang="de"),
    Case("activer JavaScript", Wall.SCRIPT_SHELL, "G", "<p>Veuillez activer JavaScript.</p>", lang="fr"),
    Case("activa JavaScript", Wall.SCRIPT_SHELL, "D", "<noscript>Activa JavaScript, por favor.</noscript>", lang="es"),
    Case(
        "sent to the front page",
        Wall.FRONT_PAGE,
        "Harrow Times",
        f"{MENU}<main>{TEASERS}</main>{FOOT}",
        at="https://www.harrow.example/",
        asked=ARTICLE,
        rule="sent_to_front_page",
    ),
    Case(
        "sent to a section",
        Wall.FRONT_PAGE,
        "News from the lake",
        f"{MENU}<main>{TEASERS}</main>{FOOT}",
        at="https://www.harrow.example/news/",
        asked="https://www.harrow.example/news/gates-shut-at-harrow-lake",
    ),
    Case(
        "the front page itself",
        Wall.FRONT_PAGE,
        "Harrow Times",
        f"{MENU}<ul>{LINKS}</ul>{FOOT}",
        at="https://www.harrow.example/",
        rule="front_address",
    ),
]
COOKIE_LAW = (
    "<h1>Cookie banners must offer a way to refuse, court says</h1><p>Shops may not make consent to cookies a "
    "condition for a visit, the court at Merrow held on Tuesday. A banner that only says “Accept all” is not "
    "enough, it said.</p>"
    "<p>The case was brought by a reader of the lake’s weekly, which had asked its readers to accept cookies or to "
    "pay. “We and our partners will study the ruling,” a lawyer for the weekly said, and spoke of a hard day.</p>"
    "<p>Papers in three valleys have such walls. The port’s data office counted forty of them in the spring, twice as "
    "many as a year before, and asked the mayors to write to each of their owners by the end of the summer.</p>"
)
ARTICLES = [
    Case("an article", None, "Gates shut", f"{MENU}<h1>Gates shut</h1>{STORY}{FOOT}", head=DATED),
    Case("a banner above", None, "Gates shut", f"{BANNER}{MENU}<h1>Gates shut</h1>{STORY}{FOOT}"),
    Case("every plea", None, "Gates shut", f"{BANNER}{MENU}<h1>Gates shut</h1>{STORY}{PLEA}{FOOT}"),
    Case("about cookie law", None, "Cookie ruling", f"{BANNER}{COOKIE_LAW}{PLEA}{FOOT}"),
    Case(
        "a short piece on consent walls",
        None,
        "Weekly drops its wall",
        "<h1>Weekly drops its wall</h1><p>The weekly of Harrow Lake no longer asks its readers to accept cookies to "
        "continue to its pages, its owner said on Tuesday, after a court at Merrow had held that consent must be free."
        "</p><p>“We and our partners will find other ways to pay for the work,” she said. Three papers in the next "
        "valley still ask readers to consent or pay, and one of them has raised what it charges twice in a year.</p>",
        head=DATED,
    ),
    Case(
        "about paywalls",
        None,
        "Subscribe to continue reading: how papers ask for money",
        "<h1>How papers ask for money</h1><p>“Subscribe to continue reading”: three words more, and the reader is "
        f"gone, says a study of the valley’s papers.</p>{STORY}",
        head=DATED,
    ),
    Case(
        "about lost pages", None, "Page not found: how the lake's archive fell apart", f"<h1>Page not found</h1>{STORY}"
    ),
    Case(
        "about robots", None, "“Are you a robot?” asks the gate", f"<h1>The gate asks</h1>{STORY}<p>I'm not a robot</p>"
    ),
    Case("a flash", None, "Gates shut", f"<h1>Gates shut at Harrow Lake</h1>{FLASH}"),
    Case(
        "a flash among furniture",
        None,
        "Gates shut",
        f"{BANNER}{MENU}<noscript>Please enable JavaScript.</noscript><h1>Gates shut at Harrow Lake</h1>"
        f"{FLASH}{PLEA}{FOOT}",
    ),
    Case(
        "a dated flash of a line",
        None,
        "Gates shut",
        f"{BANNER}{MENU}<h1>Gates shut</h1>{LEDE}{PLEA}{FOOT}",
        head=DATED,
    ),
    Case("a line of news", None, "Gates shut", f"{BANNER}{MENU}<h1>Gates shut</h1>{LEDE}{PLEA}{FOOT}"),
    Case(
        "a headline said twice",
        None,
        "Two gates at Harrow Lake shut after water rises by a metre",
        f"{BANNER}<h1>Two gates at Harrow Lake shut after water rises by a metre</h1>"
        f"<p>Two gates at Harrow Lake shut after water rises by a metre</p>{FOOT}",
    ),
    Case(
        "one paragraph with partners in it",
        None,
        "Gates shut",
        f"{BANNER}{MENU}<h1>Gates shut</h1><p>“We will work with our partners on the far shore,” the keeper said on "
        f"Tuesday, when two gates of Harrow Lake were shut after the water rose.</p>{FOOT}",
    ),
    Case("a short text for free", None, "Gates shut", f"<h1>Gates shut</h1>{LEDE}", head=FREE),
    Case(
        "a player's complaint",
        None,
        "Gates shut",
        f"<h1>Gates shut</h1>{FLASH}<div>This video is not available in your country.</div>",
    ),
    Case("a meter", None, "Gates shut", f"<h1>Gates shut</h1>{FLASH}<p>You have 2 free articles left this month.</p>"),
    Case("a tag on another story", None, "G", f"<h1>Gates shut</h1>{FLASH}<aside>Article réservé aux abonnés</aside>"),
    Case(
        "a long teaser",
        None,
        "Gates shut",
        f"<h1>Gates shut</h1>{STORY}<p>Subscribe now to continue reading.</p>",
        head=NOT_FREE,
    ),
    Case(
        "a live blog",
        None,
        "Flood at Harrow Lake: latest updates",
        "<h1>Flood at Harrow Lake: latest updates</h1>"
        + "".join(
            f"<div><time>1{n}:05</time><p>{text}</p></div>"
            for n, text in enumerate(
                ["Gate 3 is open.", "The ferry is back, keepers say.", "The market opens at noon."] * 3
            )
        )
        + "<p>This page updates by itself; please enable JavaScript.</p>",
        head=DATED,
    ),
    Case("in a folder called consent", None, "G", STORY, at="https://www.harrow.example/topics/consent/gates-shut"),
    Case("on a host called id", None, "G", STORY, at="https://id.harrow.example/berita/gates-shut-at-lake"),
    Case(
        "at the root of its site",
        None,
        "The flood, a year on",
        f"<h1>The flood</h1>{STORY}{STORY}",
        at="https://flood.example/",
    ),
    Case(
        "moved to a shorter address",
        None,
        "Gates shut",
        f"<h1>Gates shut</h1>{FLASH}",
        at="https://www.harrow.example/gates-shut-at-harrow-lake",
        asked=ARTICLE,
    ),
    Case(
        "moved to the root, with a date",
        None,
        "Gates shut",
        f"<h1>Gates shut</h1>{STORY}<ul>{LINKS}</ul>",
        head=DATED,
        at="https://www.harrow.example/",
        asked=ARTICLE,
    ),
    Case(
        "a query at the root",
        None,
        "G",
        f"<h1>Gates</h1>{FLASH}<ul>{LINKS}</ul>",
        at="https://www.harrow.example/?p=31",
    ),
    Case(
        "eine Meldung",
        None,
        "Tore zu",
        "<div><p>Wir verwenden Cookies.</p><button>Alle akzeptieren</button></div><h1>Tore am Harrsee zu</h1>"
        "<p>Zwei der vier Tore am Harrsee sind seit Dienstagabend zu, weil das Wasser binnen einer Stunde um einen "
        "Meter stieg. Verletzt wurde niemand, teilte der Hafen mit.</p><p>Bereits Abonnent? Hier anmelden</p>",
        lang="de",
    ),
    Case(
        "une brève",
        None,
        "Portes fermées",
        "<div><p>Nous et nos partenaires utilisons des cookies.</p><button>Continuer sans accepter</button></div><h1>"
        "Portes fermées</h1><p>Deux des quatre portes du lac ont été fermées mardi soir, après une montée des eaux "
        "d'un mètre en une heure, a dit le port.</p><p>Article réservé aux abonnés</p>",
        lang="fr",
    ),
    Case(
        "un despacho",
        None,
        "Puertas cerradas",
        "<div><p>Utilizamos cookies propias.</p><button>Rechazar</button></div><h1>Puertas cerradas</h1><p>Dos de las "
        "cuatro puertas del lago se cerraron el martes por la noche, tras subir el agua un metro en una hora, dijo el "
        "puerto.</p><p>Suscríbete a nuestro boletín.</p>",
        lang="es",
    ),
    Case(
        "a story in Japanese",
        None,
        "水門",
        f"{BANNER}<h1>水門閉鎖</h1><p>{'湖の水門が火曜日に閉じられた。' * 4}</p>",
        lang="ja",
    ),
]


@pytest.mark.parametrize("case", WALLS, ids=lambda case: case.name)
def test_a_wall_is_called_what_it_is(case: Case) -> None:
    found = case.finding()
    assert found is not None
    assert found.wall is case.wall
    assert found.evidence
    if case.rule:
        assert found.rule == case.rule


@pytest.mark.parametrize("case", ARTICLES, ids=lambda case: case.name)
def test_an_article_is_never_called_a_wall(case: Case) -> None:
    assert case.finding() is None


@pytest.mark.parametrize("case", WALLS, ids=lambda case: case.name)
def test_a_wall_with_a_story_below_it_is_an_article(case: Case) -> None:
    if case.wall is Wall.FRONT_PAGE:
        case = replace(case, body=case.body + STORY * 2)
    assert replace(case, body=f"<article><h1>Gates shut</h1>{STORY * 2}</article>{case.body}").finding() is None


def test_every_wall_has_pages_words_and_a_way_out() -> None:
    assert {case.wall for case in WALLS} == set(Wall)
    for wall in Wall:
        assert wall.sentence
        assert wall.hint
        assert wall.sentence[0].islower()
        assert not wall.sentence.endswith(".")


def test_an_empty_page_without_scripts_is_just_empty() -> None:
    assert wall_without_text(Page("a", "<html><body></body></html>", Media.HTML)) is None
    assert wall_without_text(Page("a", "", Media.TEXT)) is None


def test_the_address_in_the_evidence_has_no_credentials() -> None:
    page = Page("a", "<p>Hello</p>", Media.HTML, url="https://me:secret@consent.harrow.example/x?token=secret#secret")
    article = extract(page)
    found = wall_of(article, divide(article), page.content)
    assert found == WallFinding(Wall.COOKIE_WALL, "consent.harrow.example/x", "consent_host")


@pytest.mark.parametrize("marker", shipped_markers(), ids=lambda marker: marker.name)
def test_every_marker_knows_its_example_and_not_its_near_miss(marker: Marker) -> None:
    assert marker.name in {found.name for found, _ in find_markers(marker.example, marker.place)}
    assert marker.name not in {found.name for found, _ in find_markers(marker.near_miss, marker.place)}
    assert marker.wall is not Wall.FRONT_PAGE


def test_names_of_markers_are_names_of_one_marker_each() -> None:
    names = [marker.name for marker in shipped_markers()]
    assert len(names) == len(set(names))


@pytest.mark.parametrize("language", ["en", "de", "fr", "es"])
def test_every_language_knows_every_wall(language: str) -> None:
    prefix = "" if language == "en" else f"{language}_"
    names = [marker for marker in shipped_markers() if marker.story and marker.name.startswith(prefix)]
    if language == "en":
        names = [marker for marker in names if marker.name[:3] not in {"de_", "fr_", "es_"}]
    assert {marker.wall for marker in names} == set(Wall) - {Wall.FRONT_PAGE}


ENTRY = 'wall = "login"\nplace = "text"\nstory = 9\npatterns = ["x"]\nexample = "x"\nnear_miss = "y"\n'


@pytest.mark.parametrize(
    ("entry", "complaint"),
    [
        ('[a]\nwall = "login"', "place"),
        ("[a]\n" + ENTRY.replace("login", "moat"), "MOAT"),
        ("[a]\n" + ENTRY.replace("text", "attic"), "attic"),
        ("[a]\n" + ENTRY.replace("9", "61"), "61"),
        ("[a]\n" + ENTRY.replace('["x"]', '["("]'), "[a]"),
        ("[a]\n" + ENTRY + "z = 1", "z"),
        ("[a\nb = 1", "line 1"),
    ],
)
def test_wrong_entries_name_file_and_place(tmp_path: Path, entry: str, complaint: str) -> None:
    file = tmp_path / "xx.toml"
    file.write_text(entry, encoding="utf-8")
    with pytest.raises(RegistryError) as caught:
        load_markers(file)
    assert str(file) in str(caught.value)
    assert complaint in str(caught.value)
    assert caught.value.hint


@settings(deadline=None)
@given(st.text(max_size=300), st.sampled_from(Place))
def test_markers_are_found_in_any_text(text: str, place: Place) -> None:
    for marker, found in find_markers(text, place):
        assert marker.place is place
        assert len(found) <= len(text) * 3


@settings(deadline=None, max_examples=40)
@given(st.integers(WALL_STORY, 500), st.sampled_from(WALLS))
def test_no_page_with_enough_words_of_story_is_a_wall(words: int, case: Case) -> None:
    """The law that callers rely on, whatever else the page holds; a front page has its own limit."""
    page = replace(case, body=f"<p>Hello</p>{case.body}").page()
    article = extract(page)
    story = Block(0, Role.BODY, 0, 1, "lake " * words)
    found = wall_of(article, (story, *divide(article)), page.content)
    assert found is None or found.wall is Wall.FRONT_PAGE


@pytest.mark.parametrize(
    "text", ["a", " ", "1", "we ", "<", "<noscript>", "cookies ", "our partners ", "to read ", "-", "/"]
)
def test_hostile_lines_take_no_time(text: str) -> None:
    hello = extract(Page("a", "<p>Hello</p>", Media.HTML))

    def page_of(content: str) -> Page:
        html = f"<title>{content}</title><p>{content}</p><noscript>{content}"
        return Page("a", html, Media.HTML, url=f"https://a.example/{content}")

    def look(content: str) -> None:
        page = page_of(content)
        article = replace(hello, title=content, url=page.url)
        wall_of(article, (Block(0, Role.BODY, 0, 1, content),), page.content)

    assert_linear(look, repeated(text))
    assert_linear(lambda content: wall_without_text(page_of(content)), repeated(text))

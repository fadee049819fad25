"""The registry: what its files say, what is wrong with a file, how a source is found."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from typer.testing import CliRunner

from provenance.cli.sources import sources
from provenance.errors import ExitCode, RegistryError
from provenance.model import Article, Block, Role, SourceKind
from provenance.sources import Registry, Source, find_credits, load_registry
from provenance.sources.checking import check_examples
from provenance.sources.keys import declined, holder_key, name_key
from provenance.sources.registry import shipped_sources

if TYPE_CHECKING:
    from pathlib import Path

REGISTRY = load_registry()
PARAGRAPH = "The rest of the story goes on for a good many words, so that it is counted as one of its paragraphs."


def _credited(line: str) -> set[str | None]:
    text = f"{line}\n\n{PARAGRAPH}"
    blocks = (
        Block(0, Role.BODY, 0, len(line), line),
        Block(1, Role.BODY, len(line) + 2, len(text), PARAGRAPH),
    )
    return {credit.source for credit in find_credits(Article("x", text, ()), blocks, REGISTRY)}


def _own_entry(folder: Path, **lines: str) -> Path:
    """A user's file with one entry, a mark and these lines."""
    file = folder / "mine.toml"
    keys = "".join(f'{key} = "{value}"\n' for key, value in lines.items())
    file.write_text(f'[harbour_wire]\nname = "Harbour Wire"\nkind = "wire"\nmarks = ["HBW"]\n{keys}', encoding="utf-8")
    return file


@pytest.mark.parametrize("source", list(REGISTRY), ids=lambda source: source.id)
def test_every_entry_has_an_example_that_credits_it(source: Source) -> None:
    assert source.example is not None
    assert source.id in _credited(source.example)


@pytest.mark.parametrize("source", list(REGISTRY), ids=lambda source: source.id)
def test_every_entry_has_a_near_miss_that_does_not(source: Source) -> None:
    assert source.near_miss is not None
    assert source.id not in _credited(source.near_miss)


def test_the_shipped_entries_are_well_formed_and_no_two_claim_the_same() -> None:
    assert load_registry(check=True).ids == REGISTRY.ids


def test_the_shipped_entries_pass_their_own_check() -> None:
    check_examples([shipped_sources()], REGISTRY)


@pytest.mark.parametrize(
    "example",
    ["PORT ODA (HBW) — The boat sailed.", "Source: HBW", "By Ida Marsh, Harbour Wire", "© 2031 Harbour Wire", "- HBW"],
)
def test_an_example_may_stand_wherever_a_credit_can(tmp_path: Path, example: str) -> None:
    file = _own_entry(tmp_path, example=example, near_miss="The harbour wire was cut on Monday.")
    check_examples([file], load_registry([file]))


def test_an_entry_needs_no_example(tmp_path: Path) -> None:
    file = _own_entry(tmp_path)
    check_examples([tmp_path], load_registry([file]))


@pytest.mark.parametrize(
    ("lines", "line", "complaint"),
    [
        ({"example": "The boat sailed on Monday."}, 5, "the example does not credit it, but nobody"),
        ({"example": "PORT ODA (AP) — The boat sailed on Monday."}, 5, "but ap"),
        ({"example": "Source: HBW", "near_miss": "PORT ODA (HBW) — The boat sailed."}, 6, "the near miss credits it"),
    ],
)
def test_a_wrong_example_is_named_with_file_and_line(
    tmp_path: Path, lines: dict[str, str], line: int, complaint: str
) -> None:
    file = _own_entry(tmp_path, **lines)
    with pytest.raises(RegistryError) as caught:
        check_examples([file], load_registry([file]))
    assert str(caught.value).startswith(f"{file}:{line}: harbour_wire: ")
    assert complaint in str(caught.value)
    assert caught.value.hint


def test_the_command_checks_examples_and_knows_its_kinds(tmp_path: Path) -> None:
    wrong = _own_entry(tmp_path, example="The boat sailed on Monday.")
    runner = CliRunner()
    assert runner.invoke(sources, ["check"]).exit_code == ExitCode.DONE
    failed = runner.invoke(sources, ["check", str(wrong)])
    assert failed.exit_code == ExitCode.FAILURE
    assert f"{wrong}:5" in failed.output.replace("\n", "")
    unknown = runner.invoke(sources, ["list", "--kind", "wires"])
    assert unknown.exit_code == ExitCode.USAGE
    assert "press_release" in unknown.output


def test_ids_are_sorted_and_the_agencies_are_there() -> None:
    assert list(REGISTRY.ids) == sorted(REGISTRY.ids)
    assert len(REGISTRY) >= 150
    wires = {source.id for source in REGISTRY if source.kind is SourceKind.WIRE}
    assert wires >= {"ap", "reuters", "afp", "pti", "ani", "ians", "upi", "dpa", "efe", "ansa", "pa", "cp", "aap"}
    assert wires >= {"kyodo", "yonhap", "xinhua", "tass", "interfax", "anadolu", "bloomberg"}


def test_the_registry_is_broad() -> None:
    count = Counter(source.kind for source in REGISTRY)
    assert count[SourceKind.WIRE] >= 100
    assert count[SourceKind.BROADCASTER] + count[SourceKind.OUTLET] >= 290
    assert count[SourceKind.AGGREGATOR] + count[SourceKind.PORTAL] >= 60
    assert count[SourceKind.PRESS_RELEASE] >= 25
    ids = set(REGISTRY.ids)
    assert ids >= {"bhaskar", "jagran", "thehindu", "abp_live", "dd_news", "tribune_india", "new_indian_express"}
    assert ids >= {"lbc", "gb_news", "daily_record", "yorkshire_post", "manchester_evening_news", "belfast_telegraph"}
    assert ids >= {"the_australian", "afr", "herald_sun", "network_ten", "courier_mail", "west_australian", "smh"}
    assert ids >= {"sabc", "news24", "daily_maverick", "premium_times", "channels_tv", "citizen_tv_ke", "graphic_gh"}


@pytest.mark.parametrize(
    ("host", "expected"),
    [
        ("edition.cnn.com", "cnn"),
        ("CNN.com", "cnn"),
        ("www.apnews.com", "ap"),
        ("apnews.com:443", "ap"),
        ("mycnn.com", None),
        ("cnn.com.example", None),
        ("com", None),
        ("", None),
        (None, None),
    ],
)
def test_a_domain_matches_at_the_boundary_of_a_label(host: str | None, expected: str | None) -> None:
    found = REGISTRY.by_domain(host)
    assert (found.id if found else None) == expected


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("the associated press", "ap"),
        ("Associated Press", "ap"),
        ("AP", "ap"),
        ("Washington Post", "washingtonpost"),
        ("The Washington Poster", None),
        ("", None),
        (None, None),
    ],
)
def test_a_name_is_found_without_its_case_and_article(name: str | None, expected: str | None) -> None:
    found = REGISTRY.by_name(name)
    assert (found.id if found else None) == expected


@pytest.mark.parametrize(
    ("holder", "expected"),
    [
        ("Fort Myers Broadcasting Company", "wink"),
        ("FORT MYERS BROADCASTING CO.", "wink"),
        ("Cable News Network, Inc.", "cnn"),
        ("Bloomberg L.P.", "bloomberg"),
        ("Fort Elsewhere Broadcasting Company", None),
    ],
)
def test_a_holder_is_found_without_its_legal_form(holder: str, expected: str | None) -> None:
    found = REGISTRY.by_holder(holder)
    assert (found.id if found else None) == expected


def test_an_unknown_id_has_no_source() -> None:
    assert REGISTRY.source("nobody") is None
    assert REGISTRY.source(None) is None


@given(st.text(max_size=60))
def test_keys_are_their_own_keys(text: str) -> None:
    assert holder_key(holder_key(text)) == holder_key(text)
    assert name_key(text.upper()).casefold() == name_key(text.upper())


@given(st.permutations(list(REGISTRY)[:8]))
def test_the_order_of_the_sources_does_not_count(sources: list[Source]) -> None:
    shuffled, kept = Registry(sources), Registry(list(REGISTRY)[:8])
    assert shuffled.ids == kept.ids
    assert list(shuffled.name_phrases) == list(kept.name_phrases)


def _write(folder: Path, text: str) -> Path:
    path = folder / "mine.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_a_user_adds_a_source_with_three_lines(tmp_path: Path) -> None:
    path = _write(tmp_path, '[harbour]\nname = "The Harbour Gazette"\nkind = "outlet"\n')
    registry = load_registry([path])
    assert len(registry) == len(REGISTRY) + 1
    found = registry.by_name("harbour gazette")
    assert found is not None
    assert found.id == "harbour"
    assert load_registry([tmp_path]).ids == registry.ids


@pytest.mark.parametrize(
    ("text", "line", "what"),
    [
        ('[a]\nname = "A"\nkind = "wire"\ncolour = "red"\n', 4, "unknown key 'colour'"),
        ('[a]\nname = "A"\nkind = "newspaper"\n', 3, "unknown kind 'newspaper'"),
        ('\n[a]\nkind = "wire"\n', 2, "name is missing"),
        ('[a]\nname = "A"\n', 1, "kind is missing"),
        ('[a]\nname = 4\nkind = "wire"\n', 2, "name must be a text"),
        ('[a]\nname = "A"\nkind = "wire"\ndistributor = "yes"\n', 4, "distributor must be true or false"),
        ('[a]\nname = "A"\nkind = "wire"\nmarks = "A"\n', 4, "marks must be a list"),
        ('[a]\nname = "A"\nkind = "wire"\nmarks = [""]\n', 4, "marks must be a list"),
        ('[a]\nname = "A"\nkind = "wire"\ndomains = ["https://a.example"]\n', 4, "is no domain"),
        ('[a]\nname = "A"\nkind = "wire"\ndomains = ["www.a.example"]\n', 4, "is no domain"),
        ('[a]\nname = "A"\nkind = "wire"\nforms = ["sonnet"]\n', 4, "unknown form 'sonnet'"),
        ('[a]\nname = "A"\nkind = "wire"\nfeeds = "https://a.example/f"\n', 4, "feeds must be a list"),
        ('[a]\nname = "A"\nkind = "wire"\nfeeds = ["a.example/feed"]\n', 4, "is no address of a feed"),
        ('[a]\nname = "A"\nkind = "wire"\nfeeds = ["ftp://a.example/f"]\n', 4, "is no address of a feed"),
        ('[a]\nname = "A"\nkind = "wire"\nfeeds = ["https:///feed"]\n', 4, "is no address of a feed"),
        ('[a]\nname = "A"\nkind = "wire"\nfeeds = ["https://u:p@a.example/f"]\n', 4, "is no address of a feed"),
        ('[a]\nname = "A"\nkind = "wire"\nfeeds = ["https://a.example/f#x"]\n', 4, "is no address of a feed"),
        ('[a]\nname = "A"\nkind = "wire"\nfeeds = ["https://a.example/a b"]\n', 4, "is no address of a feed"),
        ('[a]\nname = "A"\nkind = "wire"\nfeeds = ["https://a.example:0/f"]\n', 4, "is no address of a feed"),
        ('[a]\nname = "A"\nkind = "wire"\nfeeds = ["https://a.example:x/f"]\n', 4, "is no address of a feed"),
        ('[a]\nname = "A"\nkind = "wire"\nfeeds = ["https://a.b/f", "https://a.b/f"]\n', 4, "stands twice"),
        ('[A-B]\nname = "A"\nkind = "wire"\n', 1, "id 'A-B'"),
        ('name = "A"\n', 1, "stands outside an entry"),
        ('[a]\nname = "A\nkind = "wire"\n', 2, "Illegal character"),
        ('[a]\nname = "A"\nkind = "wire"\n[a]\n', 4, "twice"),
    ],
)
def test_a_wrong_entry_is_named_with_file_and_line(tmp_path: Path, text: str, line: int, what: str) -> None:
    path = _write(tmp_path, text)
    with pytest.raises(RegistryError) as caught:
        load_registry([path])
    assert f"{path}:{line}: " in str(caught.value)
    assert what in str(caught.value)
    assert caught.value.hint


def test_feeds_are_whole_addresses_in_the_files_order(tmp_path: Path) -> None:
    feeds = ("https://a.example/f?x=1&y=2==", "http://news.a-b.example:8080/sitemap/today.xml.gz")
    path = _write(tmp_path, f'[harbour]\nname = "Harbour Wire"\nkind = "wire"\nfeeds = {list(feeds)}\n')
    found = load_registry([path]).source("harbour")
    assert found is not None
    assert found.feeds == feeds


def test_the_great_agencies_and_broadcasters_have_feeds_over_https() -> None:
    with_feeds = {source.id for source in REGISTRY if source.feeds}
    assert len(with_feeds) >= 60
    assert with_feeds >= {"ap", "reuters", "upi", "ansa", "tass", "yonhap", "anadolu", "bbc", "npr", "cnn", "guardian"}
    assert with_feeds >= {"ndtv", "aljazeera", "dw", "nytimes", "thehindu", "prnewswire", "business_wire"}
    assert all(feed.startswith("https://") for source in REGISTRY for feed in source.feeds)


def test_the_command_shows_each_feed_on_a_line_of_its_own(tmp_path: Path) -> None:
    feeds = ["https://a.example/f", "https://a.example/g,h"]
    path = _write(tmp_path, f'[harbour]\nname = "Harbour Wire"\nkind = "wire"\nfeeds = {feeds}\n')
    shown = CliRunner().invoke(sources, ["show", "harbour", "--sources", str(path)])
    assert shown.exit_code == ExitCode.DONE, shown.output
    assert [line.split()[-1] for line in shown.output.splitlines() if "https:" in line] == feeds
    assert "feeds" not in CliRunner().invoke(sources, ["show", "pti"]).output


def test_all_mistakes_of_a_file_come_at_once(tmp_path: Path) -> None:
    path = _write(tmp_path, '[a]\nname = ""\nkind = "x"\n\n[b]\nkind = "wire"\nshape = 1\n')
    with pytest.raises(RegistryError) as caught:
        load_registry([path])
    assert [line.split(":")[-3 if "one of" in line else -2] for line in str(caught.value).splitlines()]
    assert len(str(caught.value).splitlines()) == 4


@pytest.mark.parametrize(
    ("entry", "what"),
    [
        ('[ap]\nname = "Another Press"\nkind = "wire"\n', "the id 'ap' belongs to ap"),
        ('[b]\nname = "Bee"\nkind = "wire"\ndomains = ["apnews.com"]\n', "the domain 'apnews.com' belongs to ap"),
        ('[b]\nname = "the REUTERS"\nkind = "wire"\n', "the name 'reuters' belongs to reuters"),
        ('[b]\nname = "Bee"\nkind = "wire"\nmarks = ["AFP"]\n', "the mark 'AFP' belongs to afp"),
        (
            '[b]\nname = "Bee"\nkind = "wire"\nfeeds = ["https://tass.com/rss/v2.xml"]\n',
            "the feed 'https://tass.com/rss/v2.xml' belongs to tass",
        ),
    ],
)
def test_two_entries_cannot_claim_the_same(tmp_path: Path, entry: str, what: str) -> None:
    path = _write(tmp_path, entry)
    with pytest.raises(RegistryError, match="already") as caught:
        load_registry([path])
    assert what in str(caught.value)
    assert f"{path}:1: " in str(caught.value)


def test_a_file_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    with pytest.raises(RegistryError, match="absent"):
        load_registry([tmp_path / "absent.toml"])
    (tmp_path / "latin.toml").write_bytes(b'[a]\nname = "\xe9"\n')
    with pytest.raises(RegistryError, match="not UTF-8"):
        load_registry([tmp_path / "latin.toml"])


def test_an_empty_registry_finds_nothing() -> None:
    empty = Registry()
    assert empty.name_phrases.search("the AP said") is None
    assert empty.by_name("AP") is None


def test_the_shipped_sources_are_read_once_a_process(tmp_path: Path) -> None:
    assert load_registry() is load_registry()
    own = tmp_path / "own.toml"
    own.write_text('[tarn]\nname = "Tarn Times"\nkind = "station"\ndomains = ["tarn.example"]\n', encoding="utf-8")
    assert load_registry([own]).by_domain("tarn.example") is not None
    assert load_registry().by_domain("tarn.example") is None


@pytest.mark.parametrize(
    ("text", "source"),
    [
        ("Süddeutschen Zeitung", "Süddeutsche Zeitung"),
        ("Frankfurter Allgemeinen Zeitung", "Frankfurter Allgemeine Zeitung"),
        ("Süddeutscher Zeitung", "Süddeutsche Zeitung"),
        ("Deutschen Presse-Agentur", "Deutsche Presse-Agentur"),
    ],
)
def test_a_german_name_is_known_in_the_form_of_its_sentence(text: str, source: str) -> None:
    found = load_registry().by_name(text)
    assert found is not None
    assert source in found.names


def test_a_name_that_does_not_change_has_no_other_form() -> None:
    assert declined("The Ostby Bell") == declined("Le Monde") == declined("Berliner Zeitung") == ()
    assert declined("Neue Lachtaler Zeitung") == ("Neuen Lachtaler Zeitung", "Neuer Lachtaler Zeitung")


def test_a_distributor_is_marked() -> None:
    sources = {source.id: source.distributor for source in load_registry()}
    assert (sources["tns"], sources["reuters"]) == (True, False)

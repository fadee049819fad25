"""Formulaic reports of invented events, and copies of some: seeded, and labelled by what each was made from.

Five kinds: council meetings, the weather, matches, closing prices, obituaries. The reports of a kind are by
one author and share set sentences, with other names and figures in them; what is told between these is another
event each time, so no two reports are copies. A copy has a share of its words replaced, or is cut.
"""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

__all__ = ["KINDS", "Report", "reports"]


def _parts(text: str, between: str = "\n\n") -> list[str]:
    """The parts of a text, each on one line."""
    return [" ".join(part.split()) for part in text.split(between)]


NAMES = _parts(
    """
    Brask / Holm / Vell / Norby / Tarn / Ekeby / Lund / Moss / Dahl / Rask / Fenn / Storr / Aune / Birk / Toft /
    Grue / Skarn / Hede / Lyng / Marr
    """,
    "/",
)
PLAIN = _parts(
    """
    soon / often / near / quite / again / today / also / there / still / later / well / under / rather / since /
    first / small
    """,
    "/",
)
FIRST = _parts(
    """
    Ane / Olav / Ingrid / Petter / Sunniva / Jorun / Halvard / Mette / Trygve / Astri / Eskil / Gudrun / Leif /
    Ragna / Sindre / Tora
    """,
    "/",
)
PLACES = _parts(
    """
    Norby / Vell / Holmsund / Ekeby / Tarnvik / Skarnes / Lyngstad / Fennmoor / Marrow / Grueby / Toftdal /
    Hedemark
    """,
    "/",
)
THINGS = _parts(
    """
    the library roof / the swimming hall / the bus shelter on Mill Street / the allotments by the canal / the
    fish market / the school kitchen / the footbridge / the old gasworks / the cemetery wall / the skating rink
    / the ferry quay / the band hall / the water tower / the night bus / the dog park / the tram depot / the
    youth club / the flood wall / the town clock / the sawmill
    """,
    "/",
)
VERBS = _parts(
    """
    repair / close / sell / rebuild / paint / lease / extend / survey / insure / move / rename / heat / light /
    fence / drain / pave
    """,
    "/",
)
LINKS = _parts(
    """
    after the storm of last winter / because the lease runs out in spring / as the inspectors had asked /
    against the advice of its own officers / for the third time this year / with money left over from the
    harbour fund / although nobody had made an offer / before the summer season begins / at the request of two
    residents / if the county pays half of it / once the surveyors have reported / without waiting for the grant
    """,
    "/",
)

# set sentences, which every report of a kind has, and what opens a sentence about something that only one has
_SAID = {
    "council": (
        """
The {place} town council met in regular session on {day} at the municipal hall, with {first} {name} presiding
and {n} of 11 members present.

The minutes of the previous meeting were read and approved without changes, and the treasurer's report was
accepted as presented.

Under new business, members heard from the public before the agenda was taken up.

There being no further business before the council, the meeting was adjourned at {clock}. The next regular
meeting will be held at the municipal hall, and members of the public are welcome to attend.
""",
        """
Members voted {n} to {k} to

{first} {name} moved to

The mayor proposed to

A petition asked them to
""",
    ),
    "weather": (
        """
{day} will begin cloudy over {place} with light winds from the {wind} and a chance of rain by the evening.

Temperatures will reach {n} degrees on the coast and {k} degrees inland, the weather office said in its morning
report.

Skippers of small boats are asked to listen to the forecast before they leave the harbour, and drivers should
allow more time for their journeys.

The next report will be issued at six in the evening, and warnings are published as soon as they are in force.
""",
        """
Crews were out to

Snow on the hills made the council

{first} {name} of the road office wants to
""",
    ),
    "match": (
        """
{place} beat {other} {n}-{k} on {day} in front of {crowd} spectators at the county ground.

The home side took an early lead and never looked back, although the visitors pressed hard after the break.

Coach {first} {name} said afterwards that the boys had shown great character and that the club would take one
game at a time.

The result leaves the side in place {k} of the table with {n} games to play before the end of the season.
""",
        """
The club also wants to

Supporters held up a banner and asked the town to

{first} {name} had promised to
""",
    ),
    "market": (
        """
Shares in {place} closed higher on {day}, with the main index up {n} points at {crowd} after a quiet session.

Traders said that volumes were thin ahead of the central bank's meeting and that investors were waiting for
direction.

Among the gainers, {name} Shipping rose {k} per cent, while {other} Paper lost ground on profit taking.

Bonds were little changed and the crown was steady against the main currencies in late trading.
""",
        """
{name} Holdings said it would

A judge told {other} Timber to

Talk went round of a plan to
""",
    ),
    "obituary": (
        """
{first} {name} of {place} died peacefully at home on {day}, surrounded by family. The deceased was {n}{k}.

A beloved parent and grandparent, {first} will be remembered for kindness, humour and a love of the outdoors.

A memorial service will be held at the parish church, with a reception to follow in the hall. In lieu of flowers
the family asks for donations to the hospice.

Survivors include {n} children, {k} grandchildren and many nieces and nephews.
""",
        """
In 19{n}{k} {first} helped to

Neighbours recall how {first} got the town to

For years {first} fought to
""",
    ),
}
KINDS = {kind: (_parts(fixed), _parts(openings)) for kind, (fixed, openings) in _SAID.items()}


@dataclass(frozen=True, slots=True)
class Report:
    """A report: ``event`` is the same for a report and its copies, and for no others."""

    id: str
    kind: str
    event: str
    text: str
    is_copy: bool = False


def reports(seed: int, count: int = 15, told: int = 4, copies: int = 3) -> list[Report]:
    """The reports of all kinds.

    Args:
        seed: the same seed makes the same reports.
        count: reports of each kind.
        told: sentences of each that no other has.
        copies: of each kind, reports that have a copy.
    """
    random = Random(seed)
    made = []
    for kind, (fixed, openings) in KINDS.items():
        some = []
        for number in range(count):
            own = [_sentence(random.choice(openings), random) for _ in range(told)]
            said = [_filled(each, random) for each in fixed]
            text = " ".join([*said[:2], *own[: told // 2], said[2], *own[told // 2 :], said[3]])
            some.append(Report(f"{kind}-{number}", kind, f"{kind}-{number}", text))
        made += some
        for each in some[:copies]:
            made.append(Report(f"{each.id}-copy", kind, each.event, _copied(each.text, random), is_copy=True))
    return made


def _filled(template: str, random: Random) -> str:
    return template.format(
        place=random.choice(PLACES),
        other=random.choice(PLACES),
        name=random.choice(NAMES),
        first=random.choice(FIRST),
        day=f"{random.choice(['Monday', 'Tuesday', 'Thursday'])}, {random.randint(1, 28)} May",
        clock=f"{random.randint(6, 11)}:{random.randint(10, 59)} p.m.",
        wind=random.choice(["north", "south", "west", "east"]),
        n=random.randint(2, 9),
        k=random.randint(0, 9),
        crowd=random.randint(200, 9800),
    )


def _sentence(opening: str, random: Random) -> str:
    what, again = random.sample(THINGS, 2)
    return (
        f"{_filled(opening, random)} {random.choice(VERBS)} {what} {random.choice(LINKS)}, and {random.choice(FIRST)} "
        f"{random.choice(NAMES)} would {random.choice(VERBS)} {again} for {random.randint(3, 90)},000 crowns."
    )


def _copied(text: str, random: Random) -> str:
    """The same with one word in twelve replaced."""
    return " ".join(random.choice(PLAIN) if random.random() < 1 / 12 else word for word in text.split())

"""The words of invented news: each with another word that a careless paraphraser would take for it."""

from __future__ import annotations

import random
import re
from dataclasses import dataclass

__all__ = ["Tongue", "spin"]

_STEMS = (
    "Alder Brack Cald Dun Esk Fallow Grey Hollow Inver Jarrow Kestrel Lang Marl Nether Ober Pend Quarn Raven Sedge "
    "Thistle Ulver Vale Wend Yarrow Ash Birk Cray Dray Elm Fenn Gorse Hazel Ivel Kell Loam Mill Nor Otter Pell Rook"
).split()
_ENDS = "moor water bury mere dale by haven well loch field ford stead wick thorpe ton combe ness holm bridge gate".split()
_FIRST = (
    "Ida Tomas Priya Oskar Lena Marcus Yusuf Greta Hamid Noor Felix Amara Bruno Celia Dario Esther Farah Gideon Hanna "
    "Ivo Jonas Katya Lorenz Mina Nils Odile Pavel Rosa Stellan Tessa Ugo Vera Wanda Ximena Yannick Zoe"
).split()
_LAST = (
    "Marsh Okafor Lindqvist Marchetti Dubois Haverford Nakagawa Petrov Quigley Rasmussen Silvestri Abara Brandt Castell "
    "Devereux Engstrom Falk Grimaldi Halloran Ibsen Jankowski Kruger Lowell Mbeki Novak Ortega Pradhan Reyes Sandoval "
    "Thackeray Underhill Vasquez Whitlock Yilmaz Zeller Ashdown Birch Corliss Drummond Ellery"
).split()
# one of each kind's words; after the slash what takes its place in a spun copy
_KINDS = {
    "thing": "bridge/span ferry/vessel library/archive tramway/streetcar harbour/port orchard/grove reservoir/basin "
    "theatre/playhouse lighthouse/beacon market/bazaar quarry/pit viaduct/overpass clinic/infirmary school/academy "
    "stadium/arena warehouse/depot greenhouse/hothouse bakery/bakehouse museum/gallery prison/jail airport/airfield "
    "factory/plant courthouse/tribunal pier/jetty tunnel/underpass dam/barrage cinema/moviehouse chapel/sanctuary",
    "body": "council/board committee/panel ministry/department company/firm union/syndicate court/bench "
    "agency/bureau university/college police/constabulary foundation/trust insurer/underwriter bank/lender "
    "cooperative/collective charity/nonprofit regulator/watchdog parliament/legislature",
    "folk": "residents/inhabitants workers/labourers farmers/growers teachers/instructors drivers/motorists "
    "nurses/caregivers fishermen/anglers students/pupils tenants/renters engineers/technicians shopkeepers/retailers "
    "volunteers/helpers investors/shareholders passengers/travellers neighbours/locals divers/swimmers "
    "lawyers/attorneys doctors/physicians pensioners/retirees cyclists/bikers",
    "role": "mayor/burgomaster spokeswoman/representative director/manager inspector/examiner professor/academic "
    "treasurer/bursar sergeant/officer surveyor/assessor architect/designer prosecutor/litigator captain/skipper "
    "economist/analyst geologist/scientist foreman/overseer minister/secretary librarian/archivist chemist/pharmacist",
    "verb": "repaired/fixed closed/shut flooded/swamped burned/scorched moved/shifted expanded/widened sold/vended "
    "renamed/retitled painted/coloured emptied/drained inspected/examined abandoned/deserted rebuilt/reconstructed "
    "fenced/enclosed leased/rented searched/combed evacuated/cleared insured/covered surveyed/mapped cleaned/washed "
    "reopened/relaunched auctioned/offered dismantled/disassembled postponed/delayed",
    "said": "said/mentioned told/informed wrote/penned argued/contended explained/clarified warned/cautioned "
    "admitted/conceded insisted/maintained recalled/remembered announced/declared",
    "kind": "old/aged narrow/slim costly/expensive wooden/timber famous/renowned empty/vacant dangerous/hazardous quiet/calm "
    "modern/contemporary damaged/harmed northern/upper rural/rustic private/personal temporary/interim annual/yearly "
    "heavy/weighty sudden/abrupt rare/scarce crowded/packed fragile/delicate rusty/corroded shallow/low",
    "stuff": "timber/lumber granite/stone copper/metal wheat/grain diesel/fuel concrete/cement wool/fleece salt/brine "
    "paper/parchment coffee/espresso barley/cereal glass/crystal gravel/rubble milk/dairy cables/wires bricks/blocks "
    "medicine/drugs honey/nectar seed/kernels rice/paddy leather/hide oil/petroleum",
    "event": "storm/tempest strike/walkout audit/review trial/hearing drought/dryness election/vote harvest/reaping fire/blaze "
    "festival/fete earthquake/tremor merger/fusion landslide/mudslide outbreak/epidemic blackout/outage auction/sale "
    "inquiry/probe ceremony/rite referendum/ballot derailment/crash robbery/theft concert/recital thaw/melt",
    "matter": "budget/finances rent/lease noise/din traffic/congestion wages/pay safety/security heating/warmth prices/costs "
    "taxes/levies pollution/contamination staffing/personnel housing/lodging drainage/sewerage parking/stopping "
    "pensions/annuities lighting/illumination access/entry evidence/proof tickets/passes compensation/reimbursement",
    "manner": "slowly/gradually secretly/covertly quickly/rapidly twice/repeatedly publicly/openly reluctantly/unwillingly "
    "carefully/cautiously partly/partially finally/ultimately briefly/shortly entirely/wholly nearly/almost",
    "part": "roof/rooftop wall/partition engine/motor door/entrance floor/ground window/pane gate/portal cellar/basement rudder/helm "
    "boiler/furnace staircase/steps tower/spire chimney/flue yard/courtyard pump/siphon crane/hoist archive/records "
    "kitchen/galley corridor/hallway fence/railing",
    "plan": "proposal/suggestion contract/agreement petition/appeal complaint/grievance report/document survey/poll "
    "warning/alert permit/licence loan/credit lawsuit/litigation map/chart letter/missive forecast/prediction "
    "promise/pledge refund/repayment timetable/schedule resolution/motion subsidy/grant",
    "time": "spring/springtime winter/wintertime dawn/daybreak dusk/nightfall midnight/night noon/midday autumn/fall "
    "weekend/Saturday Easter/holiday January/midwinter",
}
_DAYS = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()
# a sentence is an opening, a core and an ending, so that hardly two of a web are alike in all three
_OPENINGS = (
    "On {day}|Last {time}|By {time}|In {place}|Since {year}|Near the {thing}|During the {event}|After a {plan}|"
    "Despite {matter}|Under {kind} {stuff}|Two {time}s ago|As the {event} grew|Without any {plan}|Because of {stuff}|"
    "According to {person}|Far from {place2}|Behind a {kind} {part}|To avoid a {event}|Just before {time}|"
    "Once the {part} was {verb}|Beyond {place2}|Thanks to {folk}|With {n} {folk} watching|From {year} onwards|"
    "Where a {thing} once stood|If {person} is right|Among {folk}|Instead of {stuff}|For {n} weeks|At the {body}"
).split("|")
_CORES = (
    "{folk} {verb} the {kind} {part}|{person} {manner} {verb} {stuff}|a {role} {said} little|the {body} sold {n} crates of {stuff}|"
    "{n} {folk} signed a {plan}|{person}, {role} at {place2}, asked for {matter}|nobody had {verb} that {thing}|"
    "{stuff} became {kind}|{matter} cost {folk} {n} crowns|the {thing} lost its {part}|{person} found {kind} {stuff}|"
    "a {kind} {thing} was {manner} {verb}|their {plan} reached the {role}|{folk} argued about {matter}|"
    "police stopped {person}|every {thing} needed {stuff}|{person} led {n} {folk} home|no {role} would pay|"
    "{kind} {part}s gave way|the {event} ruined {n} {thing}s|{folk2} blamed the {body}|lorries brought {stuff}|"
    "{person} wrote a {kind} {plan}|trade in {stuff} fell {n} percent|{folk} slept beside their {thing}|"
    "a {body} {verb} both {thing}s|{person} refused to leave|{n} tonnes of {stuff} vanished|the {role} resigned|"
    "smoke rose over {place}|{folk} won their {plan}|children carried {stuff}|{person} bought a {thing}|"
    "heavy rain {verb} {n} {part}s|the {plan} failed {manner}|someone {manner} {verb} a {part}|prices of {stuff} doubled|"
    "{folk} built another {thing}|{place} voted for {matter}|divers raised a {part}"
).split("|")
_ENDINGS = (
    ", {person} {said}|, leaving {place} without {stuff}| until {time}| for {n} days|, a {plan} shows|, though {folk} disagree|"
    " and the {body} agreed| while {folk} waited outside|, {n} more than in {year}| near {place2}|, partly over {matter}|"
    "; the {role} was away| because {stuff} ran out|, which {person} calls {kind}| in spite of a {event}| before {day}|"
    ", then went to {place2}|, {said} {n} {folk}| to save the {part}|, and a {thing} may follow| against all {matter}|"
    " with {kind} {stuff}|, as {person} had feared| beside a {kind} {thing}|, not far from the {part}| at {n} crowns each|"
    ", yet {matter} matters more| for want of {stuff}|, {role}s insist| behind closed {part}s|. Few {folk} noticed|"
    ". {person} denies it|. That was in {year}|. It took {n} hours"
).split("|")
_TITLES = tuple(
    shape.strip()
    for shape in """
{place} {thing} {verb} after {event}
{folk} in {place} fear for {matter} as {event} drags on
{body} of {place} rejects {plan} over {stuff}
How {n} {folk} saved a {kind} {thing} in {place}
{role} accused of hiding {stuff} in {place} {part}
{kind} {event} leaves {place} without {stuff}
{place} votes on {plan} for {kind} {thing}
Why {stuff} from {place} is suddenly {kind}
""".strip().splitlines()
)
_WORDS = {kind: tuple(pair.split("/")[0] for pair in pairs.split()) for kind, pairs in _KINDS.items()}
_OTHER = dict(pair.split("/") for pairs in _KINDS.values() for pair in pairs.split()) | {
    "found": "discovered",
    "about": "approximately",
    "many": "numerous",
    "worried": "anxious",
    "carried": "hauled",
    "outside": "outdoors",
    "believe": "suppose",
    "began": "commenced",
    "promised": "vowed",
    "fell": "dropped",
    "demand": "require",
    "keep": "retain",
    "only": "merely",
    "gathered": "assembled",
    "expect": "anticipate",
    "vanished": "disappeared",
    "needs": "requires",
    "near": "close to",
    "first": "initially",
    "led": "headed",
}
_SLOT = re.compile(r"\{(\w+?)\d?\}")
_WORD = re.compile(r"[A-Za-z]+")


@dataclass
class Tongue:
    """Makes names, sentences and stories; the same chance makes the same text."""

    chance: random.Random

    def place(self) -> str:
        return self.chance.choice(_STEMS) + self.chance.choice(_ENDS)

    def person(self) -> str:
        return f"{self.chance.choice(_FIRST)} {self.chance.choice(_LAST)}"

    def title(self) -> str:
        made = self._fill(self.chance.choice(_TITLES), [self.place()])
        return made[0].upper() + made[1:]

    def paragraphs(self, place: str) -> list[str]:
        """A story of one place: four to six paragraphs of three or four sentences."""
        places = [place, place, self.place(), self.place()]
        return [
            " ".join(self._sentence(places) for _ in range(self.chance.choice((3, 3, 4))))
            for _ in range(self.chance.randint(4, 6))
        ]

    def _sentence(self, places: list[str]) -> str:
        core = self.chance.choice(_CORES) + (self.chance.choice(_ENDINGS) if self.chance.random() < 0.8 else "")
        if self.chance.random() < 0.15:
            return f"“{self._fill(core, places)},” {self._fill('{person} {said}', places)}."
        opening = f"{self.chance.choice(_OPENINGS)}, " if self.chance.random() < 0.7 else ""
        return self._fill(f"{opening}{core}.", places)

    def _fill(self, shape: str, places: list[str]) -> str:
        def word(slot: re.Match[str]) -> str:
            kind = slot[1]
            if kind == "place":
                return self.chance.choice(places)
            if kind == "person":
                return self.person()
            if kind == "day":
                return self.chance.choice(_DAYS)
            if kind == "year":
                return str(self.chance.randint(1979, 2030))
            if kind == "pronoun":
                return self.chance.choice(("he", "she"))
            if kind == "n":
                return f"{self.chance.choice((self.chance.randint(3, 99), self.chance.randint(101, 9900))):,}"
            return self.chance.choice(_WORDS[kind])

        made = _SLOT.sub(word, shape)
        return made[0].upper() + made[1:]


def spin(text: str, chance: random.Random, share: float) -> str:
    """What a paraphraser makes of a text: so many of the words that it knows give way to others."""

    def other(match: re.Match[str]) -> str:
        word = match[0]
        found = _OTHER.get(word.lower())
        if found is None or chance.random() > share:
            return word
        return found.capitalize() if word[0].isupper() else found

    return _WORD.sub(other, text)

"""Who plays: Lowland Air's brands, teams and thirty agents, and the customers of the stories, for seeds, tests, demo."""

import re
from dataclasses import dataclass
from typing import Literal
from unicodedata import normalize

Role = Literal["agent", "lead", "administrator", "read-only"]
Level = Literal["native", "fluent", "basic"]

LANGUAGES = ("en", "nl", "es", "de", "pt", "fr", "zh", "it", "ja", "ru", "ko")


@dataclass(frozen=True)
class Brand:
    """A face of the company: `handle` is without the @, `languages` are those in which it promises an answer."""

    name: str
    handle: str
    email: str
    about: str
    languages: tuple[str, ...]


@dataclass(frozen=True)
class Team:
    """A group of agents with work of its own."""

    name: str
    about: str


@dataclass(frozen=True)
class Spoken:
    """A language somebody has beside the native one."""

    language: str
    level: Level


@dataclass(frozen=True)
class Agent:
    """Somebody who answers; the initials sign the answers and are nobody else's."""

    name: str
    initials: str
    native: str
    also: tuple[Spoken, ...]
    role: Role
    team: Team
    shift: str
    character: str = ""

    @property
    def email(self) -> str:
        plain = normalize("NFKD", self.first_name).encode("ascii", "ignore").decode().lower()
        return f"{plain}.{self.initials.lower()}@lowlandair.example"

    @property
    def first_name(self) -> str:
        return self.name.split()[0]

    def level(self, language: str) -> Level | None:
        """How well this agent has the language; None: not at all."""
        if language == self.native:
            return "native"
        return next((spoken.level for spoken in self.also if spoken.language == language), None)


@dataclass(frozen=True)
class Customer:
    """Somebody who writes to Lowland Air; without `handle` not on X, without `email` not by mail."""

    name: str
    handle: str | None
    email: str | None
    language: str
    character: str
    first_name: str
    followers: int = 200

    @property
    def persona(self) -> str:
        """Under which handle a visitor of the make-believe network can be this customer."""
        return self.handle or re.sub(r"\W+", "_", str(self.email).partition("@")[0])[:15]


LOWLAND_AIR = Brand(
    "Lowland Air", "lowlandair", "help@lowlandair.example",
    "The airline: flights, baggage, bookings, from Schiphol to fifty-one cities.", LANGUAGES,
)  # fmt: skip
LOWLAND_HOLIDAYS = Brand(
    "Lowland Holidays", "lowlandholidays", "hello@lowlandholidays.example",
    "Package trips: flight, hotel and a hire car in one booking.", ("nl", "en", "de"),
)  # fmt: skip
BRANDS = (LOWLAND_AIR, LOWLAND_HOLIDAYS)
CHAT = "lowland-air"  # in the address of the chat on the airline's own site

DAY_DESK = Team("Day desk", "Takes whatever comes between seven and three.")
EVENING_DESK = Team("Evening desk", "Takes over at three, with the evening peak before it.")
NIGHT_DESK = Team("Night desk", "Three people, a kettle and every cancelled last flight.")
WORLD_DESK = Team("World desk", "The native speakers of the smaller languages, at their customers' hours.")
BAGGAGE = Team("Baggage", "Finds suitcases, prams, violins and one cello so far.")
REFUNDS = Team("Refunds", "Money back, vouchers, and the rules about both.")
SOCIAL = Team("Social", "What we post, and what people say about it.")
TEAMS = (DAY_DESK, EVENING_DESK, NIGHT_DESK, WORLD_DESK, BAGGAGE, REFUNDS, SOCIAL)


def _fluent(*languages: str) -> tuple[Spoken, ...]:
    return tuple(Spoken(language, "fluent") for language in languages)


def _basic(*languages: str) -> tuple[Spoken, ...]:
    return tuple(Spoken(language, "basic") for language in languages)


_EN = _fluent("en")
_DAY, _LATE, _NIGHT, _EAST, _WEST = "07:00–15:00", "15:00–23:00", "23:00–07:00", "03:00–11:00", "13:00–21:00"

# The agents of the stories.
NOOR = Agent("Noor Bakker", "NB", "nl", _fluent("en", "fr"), "lead", DAY_DESK, _DAY,
    "Leads the day desk; was there when the ash came, and is calm ever since.")  # fmt: skip
ANNA = Agent("Anna de Graaf", "AG", "nl", _fluent("en") + _basic("de"), "agent", DAY_DESK, _DAY,
    "Quick, funny, knows the dog rules by heart; the agent most stories begin with.")  # fmt: skip
DANIEL = Agent("Daniel Whitcombe", "DW", "en", _fluent("nl") + _basic("es"), "agent", DAY_DESK, _DAY,
    "From Leeds, in Haarlem for love; writes the kindest refusals of the floor.")  # fmt: skip
YUKI = Agent("Yuki Tanabe", "YT", "ja", _EN, "agent", WORLD_DESK, _EAST,
    "Starts at three in the morning so that Tokyo gets its answer before lunch.")  # fmt: skip
MEI = Agent("Mei Zhang", "MZ", "zh", _fluent("en") + _basic("nl"), "agent", WORLD_DESK, _EAST,
    "Explains baggage allowances to students' mothers, with endless patience.")  # fmt: skip
IVAN = Agent("Ivan Sorokin", "IS", "ru", _fluent("en") + _basic("de"), "agent", WORLD_DESK, _DAY,
    "Dry as toast; was a dispatcher and reads a rotation at a glance.")  # fmt: skip
INES = Agent("Inês Carvalho", "IC", "pt", _fluent("en", "es"), "agent", WORLD_DESK, _WEST,
    "Answers Lisbon and São Paulo, and knows which of the two she is talking to.")  # fmt: skip
GIULIA = Agent("Giulia Ferraro", "GF", "it", _fluent("en", "fr"), "agent", WORLD_DESK, _DAY,
    "Has reunited more people with their luggage than anybody else on the desk.")  # fmt: skip
MINJUN = Agent("Minjun Seo", "MS", "ko", _EN, "agent", WORLD_DESK, _EAST,
    "The only Korean speaker; when he is off, Korean is answered in English.")  # fmt: skip
CARMEN = Agent("Carmen Ibáñez", "CI", "es", _fluent("en", "pt"), "agent", WORLD_DESK, _WEST,
    "Wrote the apology after the football post, in the offended language.")  # fmt: skip
LUKAS = Agent("Lukas Brandt", "LB", "de", _fluent("en", "nl"), "agent", DAY_DESK, _DAY,
    "Looks up the paragraph first and then answers without naming it.")  # fmt: skip
AMELIE = Agent("Amélie Roussel", "AR", "fr", _fluent("en", "nl"), "agent", EVENING_DESK, _LATE,
    "Turns a complaint in capitals into a thank-you in three turns.")  # fmt: skip
JOOST = Agent("Joost van Rijn", "JR", "nl", _EN, "administrator", DAY_DESK, _DAY,
    "Keeps the accounts connected and the settings honest.")  # fmt: skip
FATIMA = Agent("Fatima el Amrani", "FA", "nl", _fluent("en", "fr"), "lead", NIGHT_DESK, _NIGHT,
    "Leads the night; decides alone, and writes down why.")  # fmt: skip
PRIYA = Agent("Priya Nair", "PN", "en", _basic("nl", "fr"), "lead", EVENING_DESK, _LATE,
    "Leads the evening; the one who sees a storm in a teacup from a real one.")  # fmt: skip
SJOERD = Agent("Sjoerd Hoekstra", "SH", "nl", _EN, "agent", BAGGAGE, _DAY,
    "Department: answers when the desk asks where a suitcase is.")  # fmt: skip
WILLEM = Agent("Willem Kuiper", "WK", "nl", _EN, "read-only", SOCIAL, "09:00–17:00",
    "Head of communications: reads everything, answers nothing.")  # fmt: skip

AGENTS = (
    NOOR, ANNA, DANIEL, YUKI, MEI, IVAN, INES, GIULIA, MINJUN, CARMEN, LUKAS, AMELIE,
    JOOST, FATIMA, PRIYA, SJOERD, WILLEM,
    Agent("Tom Verhoeven", "TV", "nl", _fluent("en") + _basic("es"), "agent", EVENING_DESK, _LATE),
    Agent("Lotte Smit", "LS", "nl", _fluent("en", "de"), "agent", EVENING_DESK, _LATE),
    Agent("Bas Mulder", "BM", "nl", _EN, "agent", NIGHT_DESK, _NIGHT),
    Agent("Femke Postma", "FP", "nl", _EN, "agent", REFUNDS, _DAY),
    Agent("Ruben Dijkstra", "RD", "nl", _fluent("en") + _basic("it"), "agent", DAY_DESK, _DAY),
    Agent("Grace Adeyemi", "GA", "en", _fluent("fr"), "agent", NIGHT_DESK, _NIGHT),
    Agent("Callum Reid", "CR", "en", _basic("nl", "de"), "agent", EVENING_DESK, _LATE),
    Agent("Hannah Lindqvist", "HL", "en", _basic("nl"), "agent", REFUNDS, _DAY),
    Agent("Pablo Quintana", "PQ", "es", _EN, "agent", WORLD_DESK, _DAY),
    Agent("Mareike Vogel", "MV", "de", _fluent("en") + _basic("fr"), "agent", EVENING_DESK, _LATE),
    Agent("Théo Marchand", "TM", "fr", _EN, "agent", WORLD_DESK, _DAY),
    Agent("Rafael Teixeira", "RT", "pt", _fluent("en") + _basic("it"), "agent", WORLD_DESK, _DAY),
    Agent("Sanne Prins", "SP", "nl", _EN, "agent", SOCIAL, _DAY),
)  # fmt: skip

# The customers of the stories.
BRAM = Customer("Bram de Wit", "bramdewit", "bram.dewit@post.example", "nl",
    "Flies today, always; asks short questions from a train and wants short answers.", "Bram", 412)  # fmt: skip
SANNE = Customer("Sanne Visser", "sannevisser_", "sanne.visser@post.example", "nl",
    "Travels with Pip, aged four, who has lost a plush rabbit on board.", "Sanne", 188)  # fmt: skip
OKAFOR = Customer("H. Okafor", None, "h.okafor@letters.example", "en",
    "Retired headmaster who writes whole e-mails, numbered, and expects the numbers back.", "Mr Okafor")  # fmt: skip
DANCE_VALLEY = Customer("Dance Valley crew", "dancevalleycrew", "crew@dancevalley.example", "en",
    "Two hundred fans who complain in chorus that the flight lands after the first set.", "crew", 24_300)  # fmt: skip
LIAM = Customer("Liam Hargreaves", "liam_hargreaves", "liam.h@post.example", "en",
    "His brother is too ill to sit up for nine hours, and his plea was left unanswered.", "Liam", 640)  # fmt: skip
MARTA = Customer("Marta Ríos", "marta_rios_mx", "marta.rios@correo.example", "es",
    "A football fan from Guadalajara who did not find the joke funny.", "Marta", 3_150)  # fmt: skip
COLD_MEAL = Customer("Ingrid Haas", "ingridhaas", "ingrid.haas@brief.example", "de",
    "Flies every second Monday; the meal was cold and she says so, politely, once.", "Ingrid", 96)  # fmt: skip
REFUSED = Customer("Jerome Baptiste", "jbaptiste_", "j.baptiste@post.example", "en",
    "Was refused at the gate, says why in public, and three people saw it differently.", "Jerome", 8_870)  # fmt: skip
KENTA = Customer("佐野健太", "kenta_sano", "kenta.sano@tegami.example", "ja",
    "Photographs aircraft, knows every registration, and thanks in advance.", "佐野", 1_204)  # fmt: skip
XIULAN = Customer("周秀兰", "zhou_xiulan", "zhou.xiulan@xin.example", "zh",
    "Her son studies in Delft and packs too much; she asks for him.", "周女士", 77)  # fmt: skip
TROLL = Customer("honest henk 🔥", "henkzegthet", None, "nl",
    "Is against it, whatever it is, ten times a day; once a month he is right.", "Henk", 1_950)  # fmt: skip
SPAMMER = Customer("Cheap Miles 4 U", "ch3apm1les4u", None, "en",
    "Posts the same link under everything, faster than a person types.", "", 3)  # fmt: skip
AVIGAIL = Customer("אביגיל לוי", "avigail_writes", "avigail@mikhtav.example", "en",
    "Her name runs from right to left and her English from left to right.", "אביגיל", 530)  # fmt: skip
YOUSSEF = Customer("يوسف منصور", "y_mansour", "y.mansour@barid.example", "en",
    "Writes English under an Arabic name, mostly about connections in Amsterdam.", "يوسف", 265)  # fmt: skip
LONG_NAME = Customer("Wilhelmina Josephina van der Heijden-Oosterwijk-van Zuylen", "wjvdheijdenovz",
    "wilhelmina.josephina.van.der.heijden-oosterwijk-van.zuylen@langedomeinnaam.example", "nl",
    "Her name fits on no boarding pass, and she would like to know what we do about it.", "Wilhelmina", 51)  # fmt: skip

VISITOR = Customer("Robin van Dam", "robinvandam", "robin.vandam@post.example", "en",
    "You, for as long as you like: write something to Lowland Air.", "Robin")  # fmt: skip

CUSTOMERS = (
    BRAM, SANNE, OKAFOR, DANCE_VALLEY, LIAM, MARTA, COLD_MEAL, REFUSED, KENTA, XIULAN, TROLL, SPAMMER,
    AVIGAIL, YOUSSEF, LONG_NAME,
)  # fmt: skip

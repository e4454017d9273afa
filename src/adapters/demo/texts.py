"""The data from which the demo is generated."""

from dataclasses import dataclass

from domain.catalogue import Subject


@dataclass(frozen=True, slots=True)
class Course:
    """A subject, and the number of sessions of its tutorials in a classroom and online."""

    code: str
    name: str
    classroom_sessions: int
    online_sessions: int

    @property
    def subject(self) -> Subject:
        return Subject(code=self.code, description=self.name)


COURSES = (
    Course("CB1", "Finance for business", 3, 6),
    Course("CB2", "Economics for business", 3, 6),
    Course("CB3", "Managing a business", 1, 2),
    Course("CM1", "Mathematics of payments and lives", 6, 10),
    Course("CM2", "Mathematics of markets and risk", 5, 9),
    Course("CS1", "Statistics and data", 5, 8),
    Course("CS2", "Stochastic models and survival", 6, 10),
    Course("CP1", "The practice of an actuary", 5, 7),
    Course("CP2", "Building and checking models", 1, 2),
    Course("CP3", "Explaining results to others", 1, 1),
    Course("SP1", "Principles of health and care", 3, 4),
    Course("SP2", "Principles of life insurance", 4, 5),
    Course("SP4", "Principles of pensions", 3, 4),
    Course("SP5", "Principles of investment", 4, 5),
    Course("SP6", "Derivatives", 3, 4),
    Course("SP7", "Reserving in general insurance", 3, 4),
    Course("SP8", "Pricing in general insurance", 3, 4),
    Course("SP9", "Risk across an enterprise", 4, 5),
    Course("SA1", "Advanced health and care", 2, 3),
    Course("SA2", "Advanced life insurance", 3, 4),
    Course("SA3", "Advanced general insurance", 2, 3),
    Course("SA4", "Advanced pensions", 2, 3),
)


@dataclass(frozen=True, slots=True)
class Place:
    location: str
    short: str
    time_zone: str
    venues: tuple[str, ...]


ONLINE = Place("Live Online", "ONL", "Europe/London", ("Live Online",))
LONDON = Place(
    "London",
    "LON",
    "Europe/London",
    ("Lantern House, Copper Street", "The Quill Rooms, Marlow Lane", "Fifth Floor, Harbour Court"),
)
CITIES = (
    Place("Manchester", "MAN", "Europe/London", ("Weavers' Hall, Loom Street",)),
    Place("Edinburgh", "EDI", "Europe/London", ("Thistle Chambers, Castle Wynd",)),
    Place("Birmingham", "BHM", "Europe/London", ("The Foundry, Canal Walk",)),
    Place("Bristol", "BRS", "Europe/London", ("Brunel Studios, Wharf Road",)),
    Place("Leeds", "LDS", "Europe/London", ("Aire House, Mill Row",)),
    Place("Glasgow", "GLA", "Europe/London", ("Kelvin Rooms, Argyle Place",)),
    Place("Dublin", "DUB", "Europe/Dublin", ("Liffey House, Ha'penny Quay",)),
)

INSTRUCTORS = (
    ("Ada", "Wrenfield"),
    ("Bruno", "Castleton"),
    ("Clara", "Oyelaran"),
    ("Dev", "Marchbank"),
    ("Eilidh", "Strathmore"),
    ("Farah", "Lindqvist"),
    ("Gethin", "Pryce-Jones"),
    ("Hana", "Novotná"),
    ("Idris", "Fairweather"),
    ("Jonna", "Virtanen"),
    ("Kofi", "Mensah-Hill"),
    ("Leonie", "Achterberg"),
    ("Mairead", "O'Dowd"),
    ("Nikhil", "Saravanan"),
    ("Oksana", "Bilyk"),
    ("Piers", "Thackwray"),
    ("Quentin", "Abernethy"),
    ("Rosalind", "Moncrieff"),
    ("Soren", "Kjeldgaard"),
    ("Tamsin", "Polwhele"),
)

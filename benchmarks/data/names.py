"""The names from which the catalogue is generated; all of them are used at every size."""

from dataclasses import dataclass

SUBJECTS = {
    "CB1": "Finance for business",
    "CB2": "Economics for business",
    "CB3": "Managing a business",
    "CM1": "Mathematics of payments and lives",
    "CM2": "Mathematics of markets and risk",
    "CP1": "The practice of an actuary",
    "CP2": "Building and checking models",
    "CP3": "Explaining results to others",
    "CS1": "Statistics and data",
    "CS2": "Stochastic models and survival",
    "SA1": "Advanced health and care",
    "SA2": "Advanced life insurance",
    "SA3": "Advanced general insurance",
    "SP1": "Principles of health and care",
    "SP2": "Principles of life insurance",
    "SP4": "Principles of pensions",
    "SP5": "Principles of investment",
    "SP6": "Derivatives and their markets",
    "SP7": "Reserving in general insurance",
    "SP9": "Risk across an enterprise",
}
# A sitting of spring is A, one of autumn is B.
EXAM_SESSIONS = ("22A", "22B", "23A", "23B", "24A", "24B", "25A", "25B", "26A", "26B")


@dataclass(frozen=True, slots=True)
class Place:
    """The place of a tutorial, which is a separate catalogue product."""

    name: str
    code: str
    time_zone: str
    venues: tuple[str, str]


CITIES = (
    Place("London", "LON", "Europe/London", ("Lantern House, Copper Street", "Quill Rooms")),
    Place("Manchester", "MAN", "Europe/London", ("Weavers' Hall, Loom Street", "Canal Court")),
    Place("Edinburgh", "EDI", "Europe/London", ("Thistle Chambers, Castle Wynd", "Advocate House")),
    Place("Birmingham", "BHM", "Europe/London", ("The Foundry, Canal Walk", "Button Works")),
    Place("Bristol", "BRS", "Europe/London", ("Brunel Studios, Wharf Road", "Harbourside Hall")),
    Place("Leeds", "LDS", "Europe/London", ("Aire House, Mill Row", "Corn Exchange Rooms")),
    Place("Glasgow", "GLA", "Europe/London", ("Kelvin Rooms, Argyle Place", "Clyde Chambers")),
    Place("Dublin", "DUB", "Europe/Dublin", ("Liffey House, Ha'penny Quay", "Georgian Rooms")),
    Place("Zürich", "ZRH", "Europe/Zurich", ("Haus zur Linde, Seestrasse", "Limmat Forum")),
    Place("Singapore", "SIN", "Asia/Singapore", ("Orchid Tower, Marina Lane", "Banyan Centre")),
)
ONLINE = tuple(
    Place(f"Live Online {kind}", f"ONL{kind[0]}", "Europe/London", ("Live Online", "Live Online"))
    for kind in ("Mornings", "Evenings", "Weekends", "Intensive")
)

MATERIALS = (
    *("Course Notes", "Revision Notes", "Question Bank", "Flashcards", "Formula Booklet"),
    *("Solved Papers", "Study Planner", "Audio Lessons", "Topic Videos", "Mock Exam Papers"),
    *("Case Studies", "Data Workbook", "Glossary", "Starter Guide"),
)
MARKINGS = tuple(
    f"{what} Marking"
    for what in (
        *("Assignment X1", "Assignment X2", "Assignment X3", "Assignment X4", "Assignment Y1"),
        *("Assignment Y2", "Mock Exam One", "Mock Exam Two", "Mock Exam Three", "Series"),
        *("Retaker Series", "Project", "Presentation", "Essay"),
    )
)
# The parent of each group; parents come before their children.
GROUPS = {
    "Tutorial": None,
    "Face to face": "Tutorial",
    "Live online": "Tutorial",
    "Material": None,
    "Marking": None,
}
FILTERS = {
    "product_types": ("Tutorial", "Material", "Marking"),
    "categories": ("Face to face", "Live online", "Material", "Marking"),
}

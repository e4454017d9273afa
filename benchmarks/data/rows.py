"""The rows of the catalogue, table by table."""

from collections import defaultdict
from datetime import UTC, datetime
from decimal import Decimal

from benchmarks.data.events import Events
from benchmarks.data.names import (
    CITIES,
    EXAM_SESSIONS,
    FILTERS,
    GROUPS,
    MARKINGS,
    MATERIALS,
    ONLINE,
    SUBJECTS,
)
from benchmarks.data.plan import Kind, Offer, offers
from benchmarks.data.variations import all_variations, variation_row, variations_of

# The same width at every size, so that responses have the same length.
FIRST_ID = 100_001
NOW = datetime(2026, 1, 1, 9, tzinfo=UTC)
STAMPS = {"created_at": NOW, "updated_at": NOW}
PERCENT = {"standard": 100, "retaker": 80, "reduced": 60, "additional": 40}
POUNDS: dict[Kind, int] = {"face to face": 755, "online": 520, "material": 180, "marking": 95}
# In these cities, the tutorial recommends the first of the materials.
RECOMMENDING = (0, 4)

TUTORIAL = (
    "The whole syllabus in five days, one a week, taught by a qualified actuary: the theory with "
    "worked examples, questions in the style of the exam, and time for questions of your own. "
    "Course notes are not included."
)

type Row = dict[str, object]


class Filling:
    """The rows of every table, in the order in which they can be stored."""

    def __init__(self) -> None:
        self.rows: defaultdict[str, list[Row]] = defaultdict(list)
        self.pairs: dict[tuple[Kind, int, str], int] = {}
        self.variations: dict[str, int] = {}

    def add(self, table: str, **row: object) -> int:
        number = FIRST_ID + len(self.rows[table])
        self.rows[table].append({"id": number, **row})
        return number

    def make(self, scale: int) -> None:
        self._make_subjects()
        groups = self._make_groups()
        self._make_products(groups)
        events = Events()
        for offer in offers(scale):
            for variation in variations_of(offer):
                self._sell(offer, variation, events)

    def _make_subjects(self) -> None:
        for code, description in SUBJECTS.items():
            self.add("catalog_subjects", code=code, description=description, active=True, **STAMPS)
        for code in EXAM_SESSIONS:
            year, month = 2000 + int(code[:2]), 4 if code.endswith("A") else 9
            days = {
                "start_date": datetime(year, month, 15, tzinfo=UTC),
                "end_date": datetime(year, month, 30, tzinfo=UTC),
            }
            stamps = {"create_date": NOW, "modified_date": NOW}
            self.add("catalog_exam_sessions", session_code=code, **days, **stamps)
        for subject in range(len(SUBJECTS)):
            for exam_session in range(len(EXAM_SESSIONS)):
                self.add(
                    "catalog_exam_session_subjects",
                    subject_id=FIRST_ID + subject,
                    exam_session_id=FIRST_ID + exam_session,
                    is_active=True,
                    **STAMPS,
                )

    def _make_groups(self) -> dict[str, int]:
        groups: dict[str, int] = {}
        for order, (name, parent) in enumerate(GROUPS.items()):
            groups[name] = self.add(
                "filter_groups",
                name=name,
                parent_id=groups[parent] if parent else None,
                description="",
                is_active=True,
                display_order=order,
            )
        for order, (key, names) in enumerate(FILTERS.items()):
            configuration = self.add(
                "filter_configurations",
                name=key,
                display_label=key,
                description="",
                filter_key=key,
                filter_type="filter_group",
                ui_component="multi_select",
                display_order=order,
                is_active=True,
                is_collapsible=True,
                is_expanded_by_default=True,
                is_required=False,
                allow_multiple=True,
                **dict.fromkeys(("ui_config", "validation_rules", "dependency_rules"), "{}"),
                **STAMPS,
            )
            for place, name in enumerate(names):
                self.add(
                    "filter_configuration_groups",
                    filter_configuration_id=configuration,
                    filter_group_id=groups[name],
                    is_default=False,
                    display_order=place,
                )
        return groups

    def _make_products(self, groups: dict[str, int]) -> None:
        for kind, named, group in (
            ("face to face", [(p.name, p.code) for p in CITIES], "Face to face"),
            ("online", [(p.name, p.code) for p in ONLINE], "Live online"),
            ("material", [(name, f"MAT{n:02}") for n, name in enumerate(MATERIALS)], "Material"),
            ("marking", [(name, f"MRK{n:02}") for n, name in enumerate(MARKINGS)], "Marking"),
        ):
            for place, (name, code) in enumerate(named):
                is_tutorial = kind in {"face to face", "online"}
                product = self.add(
                    "catalog_products",
                    fullname=f"Tutorial - {name}" if is_tutorial else name,
                    shortname=name,
                    description=TUTORIAL if is_tutorial else None,
                    code=code,
                    **{"is_active": True, "buy_both": kind == "material", **STAMPS},
                )
                self.add(
                    "filter_product_product_groups",
                    product_id=product,
                    product_group_id=groups[group],
                )
                self._pair(kind, place, product)  # type: ignore[arg-type]  # the four above
        self._recommend()

    def _pair(self, kind: Kind, place: int, product: int) -> None:
        for variation in all_variations(kind):
            if variation not in self.variations:
                self.variations[variation] = self.add(
                    "catalog_product_variations", **variation_row(variation)
                )
            self.pairs[kind, place, variation] = self.add(
                "catalog_product_product_variations",
                product_id=product,
                product_variation_id=self.variations[variation],
            )

    def _recommend(self) -> None:
        for city in RECOMMENDING:
            for variation in all_variations("face to face"):
                self.add(
                    "product_productvariation_recommendations",
                    product_product_variation_id=self.pairs["face to face", city, variation],
                    recommended_product_product_variation_id=self.pairs["material", 0, "PRINTED"],
                    **STAMPS,
                )

    def _sell(self, offer: Offer, variation: str, events: Events) -> None:
        sitting = offer.subject * len(EXAM_SESSIONS) + offer.exam_session
        subject, exam_session = list(SUBJECTS)[offer.subject], EXAM_SESSIONS[offer.exam_session]
        product = self.rows["catalog_products"][self._product(offer)]["code"]
        store_product = self.add(
            "products",
            exam_session_subject_id=FIRST_ID + sitting,
            product_product_variation_id=self.pairs[offer.kind, offer.product, variation],
            product_code=f"{subject}/{product}/{variation}/{exam_session}",
            **{"is_active": True, **STAMPS},
        )
        for price_type, percent in PERCENT.items():
            amount = Decimal(POUNDS[offer.kind] * percent) / 100
            self.add(
                "prices",
                product_id=store_product,
                price_type=price_type,
                amount=amount,
                **{"currency": "GBP", **STAMPS},
            )
        for event in events.of(offer):
            self._hold(event, store_product)

    def _hold(self, event: Row, store_product: int) -> None:
        sessions = event.pop("sessions")
        number = self.add(
            "tutorial_events",
            **event,
            exam_session_subject_product_variation_id=store_product,
            **STAMPS,
        )
        assert isinstance(sessions, list)
        for session in sessions:
            self.add("tutorial_sessions", tutorial_event_id=number, **session)

    def _product(self, offer: Offer) -> int:
        before = {"face to face": 0, "online": len(CITIES)}
        before["material"] = before["online"] + len(ONLINE)
        before["marking"] = before["material"] + len(MATERIALS)
        return before[offer.kind] + offer.product

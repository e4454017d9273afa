"""The use case that stores planned tutorials.

An import never changes the remaining places and the sold-out flag of a stored event, because
bookings update them. Stored sessions that are not in the plan are kept and reported.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from domain.catalogue import StoreProduct
from domain.clashes.check import Checked, check_clashes
from domain.clashes.overlaps import Clash
from domain.clashes.plans import new_plan, plan_after
from domain.code_check import check_codes, refuse_repeated
from domain.errors import Conflict
from domain.importing.differences import difference, unplanned_sessions
from domain.importing.instructors import PlannedInstructors
from domain.plans.planned_event import PlannedEvent
from domain.ports.store import StoreRepository
from domain.ports.tutorials import TutorialRepository
from domain.tutorials.changes import ClashOverride, EventChange
from domain.tutorials.events import EventDraft, TutorialEvent

# The product of an event: one that is created if it is missing, or the code of an existing one.
type Sold = StoreProduct | str


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportReport:
    """The result of an import or a dry run.

    `created` has the number of added rows by kind (plural). `changed` are the updated events;
    `unplanned` lists the stored sessions that are not in the plan. `overridden` are the clashes
    that were stored anyway.
    """

    created: Mapping[str, int]
    changed: tuple[EventChange, ...]
    unchanged: int
    unplanned: tuple[str, ...]
    overridden: tuple[Clash, ...] = ()

    @property
    def is_empty(self) -> bool:
        return not self.changed and not any(self.created.values())


def import_tutorials(
    planned: Sequence[PlannedEvent[Sold]],
    *,
    store: StoreRepository,
    tutorials: TutorialRepository,
    override: ClashOverride | None = None,
) -> ImportReport:
    """Store the planned events; call it inside a transaction, so that it stores all or nothing.

    Raises:
        Clashing: if a session that is new or moved clashes with another one, and there is no
            override.
        Conflict: if another writer has stored one of the events in the meantime, if codes look the
            same, if a store product that the plan names does not exist, or if several instructors
            have one name.

    """
    sold = store.ensure(
        [plan.store_product for plan in planned if not isinstance(plan.store_product, str)]
    )
    ids = {**_existing_products(planned, store), **sold.ids}
    stored = _stored([plan.event.code for plan in planned], tutorials)
    instructors = PlannedInstructors([plan.event for plan in planned], tutorials)
    events = [
        (instructors.found_in(plan.event, there), there, ids[plan.store_product_code])
        for plan in planned
        for there in [stored.get(plan.event.code)]
    ]
    new = [(event, product_id) for event, there, product_id in events if there is None]
    check_codes([event.code for event, _ in new], tutorials)
    known = [(event, there, product_id) for event, there, product_id in events if there]
    differing = [
        (there, change)
        for event, there, product_id in known
        if not (change := difference(event, there, product_id)).is_empty
    ]
    plans = [new_plan(event) for event, _ in new]
    plans += [plan_after(there, change) for there, change in differing]
    checked = check_clashes(plans, tutorials, override)
    changed = tuple(
        replace(change, values={**change.values, **checked.values_of(there.code)})
        for there, change in differing
    )
    tutorials.add(new)
    tutorials.change((*changed, *_overrides([event for event, _ in new], checked, tutorials)))
    added_sessions = sum(len(event.sessions) for event, _ in new)
    added_sessions += sum(len(change.new_sessions) for change in changed)
    return ImportReport(
        created={
            **sold.created,
            "instructors": instructors.created,
            "events": len(new),
            "sessions": added_sessions,
        },
        changed=changed,
        unchanged=len(known) - len(changed),
        unplanned=tuple(
            name for event, there, _ in known for name in unplanned_sessions(event, there)
        ),
        overridden=checked.overridden,
    )


def _overrides(
    new: Sequence[EventDraft], checked: Checked, tutorials: TutorialRepository
) -> list[EventChange]:
    """Return the changes that store the override of new events."""
    codes = [event.code for event in new if checked.values_of(event.code)]
    stored = tutorials.find(codes) if codes else {}
    return [
        EventChange(
            id=event.id,
            code=code,
            values=checked.values_of(code),
            sessions={},
            new_sessions=(),
        )
        for code, event in stored.items()
    ]


def _stored(codes: Sequence[str], tutorials: TutorialRepository) -> Mapping[str, TutorialEvent]:
    """Return the stored events by the codes of the plan, also in another spelling."""
    found = tutorials.find(codes)
    spelled = tutorials.codes_like(code for code in codes if code not in found)
    oldest = {code: likes[0] for code, likes in spelled.items()}
    refuse_repeated(oldest)
    others = tutorials.find(oldest.values())
    return {**found, **{code: others[other] for code, other in oldest.items() if other in others}}


def _existing_products(
    planned: Sequence[PlannedEvent[Sold]], store: StoreRepository
) -> Mapping[str, int]:
    events = {
        plan.store_product: plan.event.code
        for plan in planned
        if isinstance(plan.store_product, str)
    }
    ids = store.find(events)
    for code, event in events.items():
        if code not in ids:
            raise Conflict(
                f"There is no store product with the code {code!r}, which the event {event} names."
            )
    return ids

"""The routes that write, called with the Python client against the service as it runs."""

from collections.abc import Iterator
from io import BytesIO

import pytest
from tests.bodies import an_event, store_product_id
from tests.tokens import Tokens
from tutorial_search_client import (
    ConflictError,
    ForbiddenError,
    NotFoundError,
    PreconditionError,
    TooManyRequestsError,
    TutorialSearch,
    UnauthorizedError,
    ValidationError,
    etag_of,
)
from tutorial_search_client.models import (
    CancellationIn,
    EventCopyIn,
    PlanUpload,
    TutorialEventIn,
    TutorialEventOut,
    TutorialEventPatch,
    VenueIn,
    VenuePatch,
)
from tutorial_search_client.types import File


@pytest.fixture
def product(address: str) -> int:
    return store_product_id(address)


@pytest.fixture
def api(address: str, tokens: Tokens) -> Iterator[TutorialSearch]:
    with TutorialSearch(address, token=tokens.writer) as made:
        yield made


def test_an_event_is_created_replaced_changed_and_deleted(
    api: TutorialSearch, product: int
) -> None:
    made = api.create_tutorial_event(body=an_event("PY-1", product))
    read = api.get_tutorial_event("PY-1")
    assert (read, etag_of(read)) == (made, etag_of(made))

    # What was read can be sent back: the fields that only responses have are ignored.
    read.venue = "Park Row"
    body = TutorialEventIn.from_dict(read.to_dict())
    replaced = api.replace_tutorial_event("PY-1", body=body, if_match=etag_of(read))
    assert replaced.venue == "Park Row"

    patch = TutorialEventPatch(remain_space=0, finalisation_date=None)
    changed = api.change_tutorial_event("PY-1", body=patch, if_match=etag_of(replaced))
    assert (changed.remain_space, changed.venue) == (0, "Park Row")
    # Each read includes the last write.
    assert api.get_tutorial_event("PY-1") == changed

    api.delete_tutorial_event("PY-1", if_match=etag_of(changed))
    with pytest.raises(NotFoundError):
        api.get_tutorial_event("PY-1")


def test_an_event_is_cancelled_reinstated_and_copied(api: TutorialSearch, product: int) -> None:
    made = api.create_tutorial_event(body=an_event("PY-2", product))
    reason = CancellationIn(reason="The tutor is ill.")

    cancelled = api.cancel_tutorial_event("PY-2", body=reason, if_match=etag_of(made))
    assert (cancelled.availability, cancelled.cancelled_reason) == ("cancelled", reason.reason)
    reinstated = api.reinstate_tutorial_event("PY-2", if_match=etag_of(cancelled))
    assert reinstated.cancelled_at is None

    start = made.start_date.replace(month=7)
    copy = api.copy_tutorial_event("PY-2", body=EventCopyIn(code="PY-3", start_date=start))
    assert isinstance(copy, TutorialEventOut)
    assert copy.sessions[0].start_date.isoformat() == "2027-07-01T09:00:00+01:00"


def test_a_plan_is_imported_and_refused_with_its_report(api: TutorialSearch) -> None:
    # A few rows only, because a larger plan is queued.
    whole = api.export_tutorial_events_csv(location="London")
    plan = "".join(whole.splitlines(keepends=True)[:3])

    def send(text: str) -> PlanUpload:
        return PlanUpload(file=File(BytesIO(text.encode()), "plan.csv"), dry_run=True)

    done = api.import_tutorials(body=send(plan), idempotency_key="plan")
    assert done.report
    assert done.report.dry_run
    assert done.report.counts.errors == 0
    with pytest.raises(ValidationError) as refused:
        api.import_tutorials(body=send(plan.replace("London", "")))
    assert refused.value.report
    assert refused.value.report.counts.errors > 0


def test_reference_data_is_written(api: TutorialSearch) -> None:
    made = api.create_venue(body=VenueIn(external_id="py", name="Hall"), idempotency_key="py")
    changed = api.change_venue(made.id, body=VenuePatch(name="Old Hall"), if_match=etag_of(made))
    assert api.get_venue(made.id) == changed
    api.delete_venue(made.id, if_match=etag_of(changed))
    with pytest.raises(NotFoundError):
        api.get_venue(made.id)


def test_each_refusal_is_an_error_of_its_own(
    api: TutorialSearch, address: str, tokens: Tokens, product: int
) -> None:
    body = an_event("PY-4", product)
    made = api.create_tutorial_event(body=body)

    with pytest.raises(ConflictError, match="same code"):
        api.create_tutorial_event(body=body)
    with pytest.raises(PreconditionError) as stale:
        api.change_tutorial_event("PY-4", body=TutorialEventPatch(), if_match='"0"')
    assert stale.value.status == 412
    body.remain_space = -1
    body.venue = ""
    with pytest.raises(ValidationError) as invalid:
        api.replace_tutorial_event("PY-4", body=body, if_match=etag_of(made))
    assert [each.pointer for each in invalid.value.fields] == ["/venue", "/remain_space"]
    assert invalid.value.request_id
    with TutorialSearch(address) as nobody, pytest.raises(UnauthorizedError):
        nobody.delete_tutorial_event("PY-4", if_match=etag_of(made))
    with TutorialSearch(address, token=tokens.reader) as reader, pytest.raises(ForbiddenError):
        reader.delete_tutorial_event("PY-4", if_match=etag_of(made))
    with pytest.raises(LookupError):
        etag_of(body)


def test_who_guesses_tokens_is_slowed(address: str, product: int) -> None:
    event = an_event("PY-5", product)
    with TutorialSearch(address, token="guess") as guesser:
        for _ in range(60):
            with pytest.raises((UnauthorizedError, TooManyRequestsError)):
                guesser.create_tutorial_event(body=event)
        with pytest.raises(TooManyRequestsError) as slowed:
            guesser.create_tutorial_event(body=event)
    assert slowed.value.retry_after

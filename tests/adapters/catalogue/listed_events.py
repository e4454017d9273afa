"""The list of events by SQL statements, to be compared with the events in memory."""

from django.db.models import Exists, OuterRef, Q, QuerySet

from adapters.tutorials.models import SessionInstructor, TutorialEvent, TutorialSession
from adapters.tutorials.rows.instructors import all_instructors
from adapters.tutorials.rows.queries import stored_events
from domain.instructors.names import name_of
from domain.paging import Page, PageRequest, Pagination
from domain.search.events.matching import upper
from domain.tutorials.event_filter import EventFilter
from domain.tutorials.events import TutorialEvent as Event


def listed_page(wanted: EventFilter, request: PageRequest) -> Page[Event]:
    events = _matching(wanted).order_by("start_date", "code")
    ids = list(events.values_list("id", flat=True)[request.start : request.stop])
    return Page(items=stored_events(ids), pagination=Pagination.of(request, events.count()))


def _matching(wanted: EventFilter) -> QuerySet[TutorialEvent]:
    sessions = TutorialSession.objects.filter(tutorial_event_id=OuterRef("pk"))
    conditions = Q(cancelled_at__isnull=not wanted.cancelled)
    if wanted.subject is not None:
        subject = "exam_session_subject_product_variation__exam_session_subject__subject__code"
        conditions &= Q(**{f"{subject}__iexact": wanted.subject})
    if wanted.venue is not None:
        conditions &= Q(venue__icontains=wanted.venue)
    if wanted.location is not None:
        conditions &= Q(Exists(sessions.filter(location__icontains=wanted.location)))
    if wanted.instructor is not None:
        taught = SessionInstructor.objects.filter(
            tutorial_session__tutorial_event_id=OuterRef("pk"),
            instructor_id__in=_called(wanted.instructor),
        )
        conditions &= Q(Exists(taught))
    if wanted.starts_from is not None:
        conditions &= Q(start_date__gte=wanted.starts_from)
    if wanted.starts_to is not None:
        conditions &= Q(start_date__lte=wanted.starts_to)
    if wanted.available is not None:
        is_available = Q(is_soldout=False) & (
            Q(remain_space__gt=0) | Q(is_unlimited__isnull=False, is_unlimited=True)
        )
        conditions &= is_available if wanted.available else ~is_available
    return TutorialEvent.objects.filter(conditions)


def _called(part: str) -> list[int]:
    """Return the ids of the instructors with this part in their names, as these are shown."""
    wanted = upper(part)
    return [each.id for each in all_instructors() if wanted in upper(name_of(each))]

"""Tutorial events as files: plans that can be imported again, and calendars."""

from contextlib import closing
from dataclasses import replace
from typing import Annotated, BinaryIO

from django.http import HttpResponse
from ninja import Path

from api.http.files.content import Write
from api.http.files.responses import FileKind, catalogue_file, file_response
from api.http.meeting_links import LINKS, for_caller, mark_as_personal, sees_links
from api.http.parsing.strict_params import Query
from api.http.request import ApiRequest, latest_catalogue
from api.http.router import Router
from api.openapi.extras import combined, file_body, from_catalogue
from api.schemas.params import EventFilterQuery
from api.schemas.types.text import Code
from domain.plans.exporting import ExportedEvent, RevisedEvent
from domain.ports.files import PlanWriter
from domain.search.events.export import EventExport

# Without a charset: UTF-8 is the default of both (RFC 7111, RFC 5545).
CSV, CALENDAR = "text/csv", "text/calendar"
WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
NAME = "tutorial-events"
EVENT_CODE = "CM2-LON-120-27A"
CSV_EXAMPLE = (
    "Course template code,Event title,Session title\r\nCM2_f2f_1,CM2-LON-120-27A,Day 1\r\n"
)
CALENDAR_EXAMPLE = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nEND:VCALENDAR\r\n"

router = Router(tags=["Tutorials"])


@router.get(
    "/events.csv",
    response={200: None},
    auth=LINKS,
    operation_id="exportTutorialEventsCsv",
    summary="Export tutorial events as CSV",
    openapi_extra=combined(file_body(CSV, CSV_EXAMPLE), from_catalogue()),
)
def export_csv(request: ApiRequest, query: Query[EventFilterQuery]) -> HttpResponse:
    """Return all events that match the filters, in the format of the import, in UTF-8.

    The file has one row for each session. An import of the unchanged file changes nothing.
    """
    return _plan(request, query, request.ports.files.csv, FileKind(CSV, f"{NAME}.csv"))


@router.get(
    "/events.xlsx",
    response={200: None},
    auth=LINKS,
    operation_id="exportTutorialEventsXlsx",
    summary="Export tutorial events as a workbook",
    openapi_extra=combined(file_body(WORKBOOK, None), from_catalogue()),
)
def export_workbook(request: ApiRequest, query: Query[EventFilterQuery]) -> HttpResponse:
    """Return all events that match the filters as a workbook in the format of the import.

    The sheet has one row for each session. An import of the unchanged file changes nothing.
    """
    return _plan(request, query, request.ports.files.xlsx, FileKind(WORKBOOK, f"{NAME}.xlsx"))


@router.get(
    "/events.ics",
    response={200: None},
    auth=LINKS,
    operation_id="exportTutorialEventsCalendar",
    summary="Export tutorial events as a calendar",
    openapi_extra=combined(file_body(CALENDAR, CALENDAR_EXAMPLE), from_catalogue()),
)
def export_calendar(request: ApiRequest, query: Query[EventFilterQuery]) -> HttpResponse:
    """Return an iCalendar (RFC 5545) with an entry for each session of the events that match.

    An entry keeps its UID for as long as the session exists, and its SEQUENCE grows with each
    change. Calendar programs can subscribe to this URL.
    """

    def write(file: BinaryIO) -> None:
        # The events are read from the database together with their revisions. Calendar programs
        # ignore a change without a higher SEQUENCE, so both must be of one state.
        with closing(request.ports.tutorials.all_revised(_found(request, query).ids)) as found:
            shown = (each._replace(event=for_caller(request, each.event)) for each in found)
            request.ports.files.calendar(shown, file)

    kind = FileKind(CALENDAR, f"{NAME}.ics", is_attachment=False)
    return _file(request, kind, query, write)


# A code can contain slashes, and servers decode `%2F`.
@router.get(
    "/events/{path:code}.ics",
    response={200: None},
    auth=LINKS,
    operation_id="exportTutorialEventCalendar",
    summary="Export one tutorial event as a calendar",
    openapi_extra=file_body(CALENDAR, CALENDAR_EXAMPLE),
)
def export_event_calendar(
    request: ApiRequest,
    code: Annotated[
        Code,
        Path(description="The code of the event, exactly as it is stored.", examples=[EVENT_CODE]),
    ],
) -> HttpResponse:
    """Return an iCalendar (RFC 5545) with an entry for each session of the event."""
    event, revision = request.ports.tutorials.revised(code)
    revised = RevisedEvent(for_caller(request, event), revision)
    kind = FileKind(CALENDAR, f"{code.replace('/', '-')}.ics", is_attachment=False)
    response = file_response(
        request, kind, lambda file: request.ports.files.calendar([revised], file)
    )
    mark_as_personal(request, response)
    return response


def _plan(
    request: ApiRequest, query: EventFilterQuery, write_events: PlanWriter, kind: FileKind
) -> HttpResponse:
    def write(file: BinaryIO) -> None:
        write_events((_for_caller(request, each) for each in _found(request, query)), file)

    return _file(request, kind, query, write)


def _found(request: ApiRequest, query: EventFilterQuery) -> EventExport:
    return latest_catalogue(request).events.export(query.wanted())


def _file(
    request: ApiRequest, kind: FileKind, query: EventFilterQuery, write: Write
) -> HttpResponse:
    name = query.wanted(), sees_links(request)
    response = catalogue_file(request, kind, name, lambda: _found(request, query).rows, write)
    mark_as_personal(request, response)
    return response


def _for_caller(request: ApiRequest, exported: ExportedEvent) -> ExportedEvent:
    if sees_links(request):
        return exported
    return replace(exported, event=for_caller(request, exported.event))

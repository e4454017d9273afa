"""Tutorial events as files: plans that can be imported again, and calendars."""

from contextlib import closing
from dataclasses import replace
from typing import Annotated, BinaryIO

from django.http import HttpResponse
from ninja import Path

from api.http.files import file_response
from api.http.meeting_links import LINKS, for_caller, mark_as_personal
from api.http.parsing.strict_params import Query
from api.http.request import ApiRequest
from api.http.router import Router
from api.openapi.extras import file_body
from api.schemas.params import EventFilterQuery
from api.schemas.types.text import Code
from domain.plans.exporting import ExportedEvent
from domain.ports.files import EventWriter

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
    openapi_extra=file_body(CSV, CSV_EXAMPLE),
)
def export_csv(request: ApiRequest, query: Query[EventFilterQuery]) -> HttpResponse:
    """Return all events that match the filters, in the format of the import, in UTF-8.

    The file has one row for each session. An import of the unchanged file changes nothing.
    """
    return _export(request, query, request.ports.files.csv, CSV, f"{NAME}.csv")


@router.get(
    "/events.xlsx",
    response={200: None},
    auth=LINKS,
    operation_id="exportTutorialEventsXlsx",
    summary="Export tutorial events as a workbook",
    openapi_extra=file_body(WORKBOOK, None),
)
def export_workbook(request: ApiRequest, query: Query[EventFilterQuery]) -> HttpResponse:
    """Return all events that match the filters as a workbook in the format of the import.

    The sheet has one row for each session. An import of the unchanged file changes nothing.
    """
    return _export(request, query, request.ports.files.xlsx, WORKBOOK, f"{NAME}.xlsx")


@router.get(
    "/events.ics",
    response={200: None},
    auth=LINKS,
    operation_id="exportTutorialEventsCalendar",
    summary="Export tutorial events as a calendar",
    openapi_extra=file_body(CALENDAR, CALENDAR_EXAMPLE),
)
def export_calendar(request: ApiRequest, query: Query[EventFilterQuery]) -> HttpResponse:
    """Return an iCalendar (RFC 5545) with an entry for each session of the events that match.

    An entry keeps its UID for as long as the session exists, and its SEQUENCE grows with each
    change. Calendar programs can subscribe to this URL.
    """
    write = request.ports.files.calendar
    return _export(request, query, write, CALENDAR, f"{NAME}.ics", is_attachment=False)


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
    exported = _for_caller(request, request.ports.tutorials.exported(code))
    name = f"{code.replace('/', '-')}.ics"

    def write(file: BinaryIO) -> None:
        request.ports.files.calendar([exported], file)

    response = file_response(request, CALENDAR, name, write, is_attachment=False)
    mark_as_personal(request, response)
    return response


def _export(
    request: ApiRequest,
    query: EventFilterQuery,
    write_events: EventWriter,
    content_type: str,
    name: str,
    *,
    is_attachment: bool = True,
) -> HttpResponse:
    def write(file: BinaryIO) -> None:
        with closing(request.ports.tutorials.export(query.wanted())) as events:
            write_events((_for_caller(request, each) for each in events), file)

    response = file_response(request, content_type, name, write, is_attachment=is_attachment)
    mark_as_personal(request, response)
    return response


def _for_caller(request: ApiRequest, exported: ExportedEvent) -> ExportedEvent:
    return replace(exported, event=for_caller(request, exported.event))

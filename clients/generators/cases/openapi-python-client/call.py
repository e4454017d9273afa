from itertools import count

from build.client import Client
from build.client.api.search import search_unified
from build.client.api.tutorials import get_tutorial_event
from build.client.models import (
    ProblemOut,
    SearchFilters,
    SearchPageOut,
    SearchPagination,
    SearchRequest,
    TutorialEventOut,
    TutorialHitOut,
)
from called import (
    ADDRESS,
    EXAM_SESSIONS,
    INVALID_PAGE_SIZE,
    MISSING_CODE,
    PAGE_SIZE,
    SUBJECTS,
    report,
)

client = Client(base_url=ADDRESS, raise_on_unexpected_status=True)
filters = SearchFilters(subjects=[*SUBJECTS], exam_sessions=[*EXAM_SESSIONS])
products: list[int] = []
codes: list[str] = []
for number in count(1):
    pagination = SearchPagination(page=number, page_size=PAGE_SIZE)
    page = search_unified.sync(
        client=client, body=SearchRequest(filters=filters, pagination=pagination)
    )
    assert isinstance(page, SearchPageOut)
    for hit in page.products:
        products.append(hit.id)
        if isinstance(hit, TutorialHitOut):
            codes += [event.code for each in hit.variations for event in each.events]
    if not page.pagination.has_next:
        break
event = get_tutorial_event.sync(codes[0], client=client)
missing = get_tutorial_event.sync(MISSING_CODE, client=client)
wrong = SearchRequest(pagination=SearchPagination(page_size=INVALID_PAGE_SIZE))
invalid = search_unified.sync(client=client, body=wrong)
assert isinstance(event, TutorialEventOut)
assert isinstance(missing, ProblemOut)
assert isinstance(invalid, ProblemOut)
report(
    products,
    (event.code, event.sessions[0].start_date),
    (missing.status, missing.title),
    (invalid.status, [each.field for each in invalid.errors]),
)

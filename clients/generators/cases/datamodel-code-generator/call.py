"""The generator makes models only: httpx sends them and brings what they read."""

from itertools import count

import httpx
from build.models import (
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

JSON = {"Content-Type": "application/json"}
# The generator makes a class of each part of a union, so the values are given as JSON has them.
filters = SearchFilters.model_validate({"subjects": SUBJECTS, "exam_sessions": EXAM_SESSIONS})
products: list[int] = []
codes: list[str] = []
with httpx.Client(base_url=f"{ADDRESS}/api") as client:
    for number in count(1):
        pagination = SearchPagination(page=number, page_size=PAGE_SIZE)
        request = SearchRequest(filters=filters, pagination=pagination)
        # What is left out has a default; null is not one.
        content = request.model_dump_json(exclude_none=True)
        response = client.post("/search/unified/", content=content, headers=JSON)
        page = SearchPageOut.model_validate_json(response.content)
        for hit in page.products:
            products.append(hit.id)
            if isinstance(hit, TutorialHitOut):
                codes += [event.code for each in hit.variations for event in each.events]
        if not page.pagination.has_next:
            break
    event = TutorialEventOut.model_validate_json(
        client.get(f"/tutorials/events/{codes[0]}/").content
    )
    missing = ProblemOut.model_validate_json(
        client.get(f"/tutorials/events/{MISSING_CODE}/").content
    )
    # pydantic refuses an invalid request before it is sent; this one is not checked.
    unchecked = SearchRequest(
        pagination=SearchPagination.model_construct(page_size=INVALID_PAGE_SIZE)
    )
    content = unchecked.model_dump_json(exclude_none=True)
    refused = client.post("/search/unified/", content=content, headers=JSON)
    invalid = ProblemOut.model_validate_json(refused.content)
report(
    products,
    (event.code, event.sessions[0].start_date),
    (missing.status, missing.title),
    (invalid.status, [each.field for each in invalid.errors]),
)

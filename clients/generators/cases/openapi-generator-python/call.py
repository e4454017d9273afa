from itertools import count

from called import (
    ADDRESS,
    EXAM_SESSIONS,
    INVALID_PAGE_SIZE,
    MISSING_CODE,
    PAGE_SIZE,
    SUBJECTS,
    report,
)
from openapi_client import (
    ApiClient,
    CodeOrId,
    Configuration,
    ProblemOut,
    SearchApi,
    SearchFilters,
    SearchPagination,
    SearchRequest,
    TutorialHitOut,
    TutorialsApi,
)
from openapi_client.exceptions import ApiException, NotFoundException, UnprocessableEntityException


def problem(error: ApiException) -> ProblemOut:
    found = ProblemOut.from_json(str(error.body))
    assert found is not None
    return found


with ApiClient(Configuration(host=ADDRESS)) as client:
    search, tutorials = SearchApi(client), TutorialsApi(client)
    filters = SearchFilters(
        subjects=[CodeOrId(code) for code in SUBJECTS],
        exam_sessions=[CodeOrId(code) for code in EXAM_SESSIONS],
    )
    products: list[int] = []
    codes: list[str] = []
    for number in count(1):
        pagination = SearchPagination(page=number, page_size=PAGE_SIZE)
        page = search.search_unified(
            search_request=SearchRequest(filters=filters, pagination=pagination)
        )
        for hit in page.products:
            found = hit.actual_instance
            assert found is not None
            products.append(found.id)
            if isinstance(found, TutorialHitOut):
                codes += [event.code for each in found.variations for event in each.events]
        if not page.pagination.has_next:
            break
    event = tutorials.get_tutorial_event(codes[0])
    missing, invalid = None, None
    try:
        tutorials.get_tutorial_event(MISSING_CODE)
    except NotFoundException as error:
        missing = problem(error)
    # pydantic refuses an invalid request before it is sent; this one is not checked.
    wrong = SearchPagination.model_construct(page_size=INVALID_PAGE_SIZE)
    try:
        search.search_unified(search_request=SearchRequest.model_construct(pagination=wrong))
    except UnprocessableEntityException as error:
        invalid = problem(error)
assert missing
assert invalid
report(
    products,
    (event.code, event.sessions[0].start_date),
    (missing.status, missing.title),
    (invalid.status, [each.var_field for each in invalid.errors]),
)

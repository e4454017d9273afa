"""Adds the responses that every operation can return."""

from http import HTTPMethod, HTTPStatus

from api.http.problems import MEDIA_TYPE
from api.http.request import FROM_CATALOGUE, VERSION, WITHOUT_DATA
from api.openapi import security
from api.openapi.examples import example, problem_example
from api.openapi.extras import PRECONDITION, WITHOUT_VALIDATOR
from api.openapi.headers import CATALOGUE_VERSION, IF_NONE_MATCH, headers
from api.openapi.json_schema import SCHEMAS, Node, schema_name

# The web server itself returns 414 and 431.
ALWAYS = {400, 406, 414, 422, 431, 500}
WITH_DATA, WITH_PATH, WITH_BODY, CONDITIONAL = {503}, {404}, {411, 413, 415}, {412}
PRECONDITIONS = {412, 428}
PROBLEM = "ProblemOut"
# The headers that a status always has.
HEADERS = {201: "Location", 401: "WWW-Authenticate", 429: "Retry-After", 503: "Retry-After"}
# The headers that `api.http.deprecation.routes` adds to every response of a route, errors included.
DEPRECATION = {"Deprecation", "Link", "Sunset"}


def complete(operation: Node, method: str, path: str, schemas: Node) -> None:
    """Add the problems, the 304, and all headers and examples to an operation.

    The statuses that the operation declares are kept.
    """
    found: dict[int, Node] = operation["responses"]
    declared = {status for status in found if status >= HTTPStatus.BAD_REQUEST}
    is_read = method.upper() == HTTPMethod.GET
    _add_catalogue_version(operation, found, is_read=is_read)
    problems = declared | _problem_statuses(operation, path)
    if is_read and not operation.pop(WITHOUT_VALIDATOR, False):
        _make_conditional(operation, found)
        problems |= CONDITIONAL
    # Some generators create positional arguments from parameters, so required ones come first and
    # deprecated ones last.
    operation["parameters"].sort(
        key=lambda each: (not each["required"], each.get("deprecated", False))
    )
    precondition = operation.pop(PRECONDITION, None)
    if precondition is not None:
        problems |= PRECONDITIONS
        for status in (status for status in found if status < HTTPStatus.MULTIPLE_CHOICES):
            _headers_of(found[status]).update(precondition)
    names = [each["name"] for each in operation["parameters"] if each["in"] == "query"]
    shown = example({"$ref": f"{SCHEMAS}ProblemOut"}, schemas)
    address = _address(path, operation)
    for status in problems:
        _headers_of(found.setdefault(status, {}))
        own = _own_problem(found[status])
        form = example({"$ref": f"{SCHEMAS}{own}"}, schemas) if own else shown
        problem = problem_example(status, address, names, form)
        found[status] |= _problem(status, problem, own or PROBLEM)
    _add_headers(operation, found, is_read=is_read)
    for response in found.values():
        for content in response.get("content", {}).values():
            content.setdefault("example", example(content["schema"], schemas))
    for content in operation.get("requestBody", {}).get("content", {}).values():
        if operation["requestBody"]["required"]:
            content.setdefault("example", example(content["schema"], schemas))
    operation["responses"] = {str(status): found[status] for status in sorted(found)}


def _problem_statuses(operation: Node, path: str) -> set[int]:
    return (
        ALWAYS
        | security.statuses(operation)
        | (set() if operation.pop(WITHOUT_DATA, False) else WITH_DATA)
        | (WITH_PATH if "{" in path else set())
        | (WITH_BODY if "requestBody" in operation else set())
    )


def _add_catalogue_version(operation: Node, found: dict[int, Node], *, is_read: bool) -> None:
    uses_catalogue = operation.pop(FROM_CATALOGUE, False)
    # POST accepts it too. There it would be the only header, and some generators would require an
    # argument for it in each search.
    if is_read and WITHOUT_DATA not in operation:
        operation["parameters"].append(CATALOGUE_VERSION)
    if uses_catalogue:
        for status in (status for status in found if status < HTTPStatus.BAD_REQUEST):
            _headers_of(found[status]).update(headers(VERSION, "Age"))


def _make_conditional(operation: Node, found: dict[int, Node]) -> None:
    operation["parameters"].append(IF_NONE_MATCH)
    successes = [status for status in found if status < HTTPStatus.MULTIPLE_CHOICES]
    found[304] = {"description": "The stored response has not changed."}
    for status in successes:
        _headers_of(found[status]).update(headers("ETag"))
    of_catalogue = [name for name in (VERSION, "Age") if name in found[200]["headers"]]
    _headers_of(found[304]).update(headers("ETag", *of_catalogue))


def _add_headers(operation: Node, found: dict[int, Node], *, is_read: bool) -> None:
    """Add the headers that do not depend on the operation's own declaration."""
    deprecation = _deprecation(found)
    # A response to an identified caller is private.
    is_restricted = {} not in operation.get("security", [{}])
    for status, response in found.items():
        always = headers(HEADERS[status]) if status in HEADERS else {}
        if status >= HTTPStatus.BAD_REQUEST or is_read or is_restricted:
            always |= headers("Cache-Control")
        # A request without a valid Host is refused before its route is known.
        if status != HTTPStatus.BAD_REQUEST:
            always |= deprecation
        _headers_of(response).update(always | headers("X-Request-ID"))


def _headers_of(response: Node) -> Node:
    found: Node = response.setdefault("headers", {})
    return found


def _deprecation(found: dict[int, Node]) -> Node:
    """Return the headers that a deprecated route declares for its successful responses."""
    return {
        name: header
        for status, response in found.items()
        for name, header in response.get("headers", {}).items()
        if status < HTTPStatus.MULTIPLE_CHOICES and name in DEPRECATION
    }


def _own_problem(response: Node) -> str | None:
    """Return the schema of a problem that a route declares, if it has more than others."""
    for content in response.get("content", {}).values():
        name = schema_name(content["schema"]["$ref"])
        return None if name == PROBLEM else name
    return None


def _problem(status: int, shown: Node, schema: str) -> Node:
    content = {"schema": {"$ref": f"{SCHEMAS}{schema}"}, "example": shown}
    return {"description": HTTPStatus(status).phrase, "content": {MEDIA_TYPE: content}}


def _address(path: str, operation: Node) -> str:
    for parameter in operation["parameters"]:
        if parameter["in"] == "path" and "example" in parameter:
            path = path.replace(f"{{{parameter['name']}}}", str(parameter["example"]))
    return path

"""The security schemes of the document, and the requirements of each operation."""

from django.conf import settings
from ninja.operation import Operation

from api.http.access import Access
from api.openapi.json_schema import Node
from domain.access.callers import SCOPES

TOKEN, SESSION = "Token", "StaffSession"
_SCOPES = "\n".join(f"- `{scope}`: {text}" for scope, text in SCOPES.items())
SCHEMES: dict[str, Node] = {
    TOKEN: {
        "type": "http",
        "scheme": "bearer",
        "description": "A token that an administrator has created. Its scopes are its rights:"
        f"\n\n{_SCOPES}",
    },
    SESSION: {
        "type": "apiKey",
        "in": "cookie",
        "name": settings.SESSION_COOKIE_NAME,
        "description": "The session of a member of staff who is signed in to the admin. The "
        "permissions of the account determine the scopes. Methods other than GET require the "
        f"value of the cookie `{settings.CSRF_COOKIE_NAME}` in the header `X-CSRFToken`.",
    },
}
# The statuses of an operation that rejects some callers, and of one that is open to everybody.
RESTRICTED_STATUSES, OPEN_STATUSES = {401, 403, 429}, {401, 429}


def requirements(operation: Operation) -> list[Node]:
    """Return the `security` of an operation; empty if it does not identify the caller."""
    callbacks = [each for each in operation.auth_callbacks if isinstance(each, Access)]
    if not callbacks or not callbacks[0].is_documented:
        return []
    [access] = callbacks
    scopes = [scope.value for scope in access.scopes]
    anyone: list[Node] = [{}] if access.is_open else []
    return [*anyone, {TOKEN: scopes}, {SESSION: scopes}]


def statuses(operation: Node) -> set[int]:
    """Return the statuses that the security of an operation adds."""
    security = operation.get("security")
    if not security:
        return set()
    return OPEN_STATUSES if {} in security else RESTRICTED_STATUSES

"""The tutorial search API, typed, synchronous and asynchronous."""

from .client import AuthenticatedClient, Client
from .etags import etag_of
from .exceptions import (
    ApiError,
    ConflictError,
    ConnectionFailedError,
    ForbiddenError,
    NotFoundError,
    PreconditionError,
    RequestTimeoutError,
    TooManyRequestsError,
    TutorialSearchError,
    UnauthorizedError,
    UnavailableError,
    UnexpectedResponseError,
    ValidationError,
)
from .pages import async_items, async_pages, items, pages
from .session import VERSION, AsyncTutorialSearch, TutorialSearch

__version__ = VERSION
__all__ = (
    "ApiError",
    "AsyncTutorialSearch",
    "AuthenticatedClient",
    "Client",
    "ConflictError",
    "ConnectionFailedError",
    "ForbiddenError",
    "NotFoundError",
    "PreconditionError",
    "RequestTimeoutError",
    "TooManyRequestsError",
    "TutorialSearch",
    "TutorialSearchError",
    "UnauthorizedError",
    "UnavailableError",
    "UnexpectedResponseError",
    "ValidationError",
    "async_items",
    "async_pages",
    "etag_of",
    "items",
    "pages",
)

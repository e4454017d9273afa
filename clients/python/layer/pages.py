"""All pages of a list or of a search, one after the other."""

from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Sequence
from typing import Any, ParamSpec, Protocol, TypeVar, overload

from .models.pagination_out import PaginationOut
from .models.search_pagination import SearchPagination
from .models.search_request import SearchRequest
from .types import Unset

Item = TypeVar("Item")
ItemOf = TypeVar("ItemOf", covariant=True)
P = ParamSpec("P")


class Paged(Protocol):
    @property
    def pagination(self) -> PaginationOut: ...


class Listed(Paged, Protocol[ItemOf]):
    @property
    def items(self) -> Sequence[ItemOf]: ...


class Found(Paged, Protocol[ItemOf]):
    @property
    def products(self) -> Sequence[ItemOf]: ...


Page = TypeVar("Page", bound=Paged)


def pages(operation: Callable[P, Page], *args: P.args, **kwargs: P.kwargs) -> Iterator[Page]:
    """Yield each page: `pages(api.list_tutorial_events, location="London")`."""
    number = _first(kwargs)
    while True:
        page = operation(*args, **_numbered(kwargs, number))
        yield page
        if not page.pagination.has_next:
            return
        number += 1


async def async_pages(
    operation: Callable[P, Awaitable[Page]], *args: P.args, **kwargs: P.kwargs
) -> AsyncIterator[Page]:
    """Yield each page of an operation of `AsyncTutorialSearch`."""
    number = _first(kwargs)
    while True:
        page = await operation(*args, **_numbered(kwargs, number))
        yield page
        if not page.pagination.has_next:
            return
        number += 1


@overload
def items(
    operation: Callable[P, Listed[Item]], *args: P.args, **kwargs: P.kwargs
) -> Iterator[Item]: ...
@overload
def items(
    operation: Callable[P, Found[Item]], *args: P.args, **kwargs: P.kwargs
) -> Iterator[Item]: ...
def items(operation: Callable[..., Any], *args: Any, **kwargs: Any) -> Iterator[Any]:
    """Yield each item of each page: `items(api.list_tutorial_events, location="London")`."""
    for page in pages(operation, *args, **kwargs):
        yield from _items(page)


@overload
def async_items(
    operation: Callable[P, Awaitable[Listed[Item]]], *args: P.args, **kwargs: P.kwargs
) -> AsyncIterator[Item]: ...
@overload
def async_items(
    operation: Callable[P, Awaitable[Found[Item]]], *args: P.args, **kwargs: P.kwargs
) -> AsyncIterator[Item]: ...
async def async_items(
    operation: Callable[..., Awaitable[Any]], *args: Any, **kwargs: Any
) -> AsyncIterator[Any]:
    """Yield each item of each page of an operation of `AsyncTutorialSearch`."""
    async for page in async_pages(operation, *args, **kwargs):
        for item in _items(page):
            yield item


def _items(page: Any) -> Any:
    return page.items if hasattr(page, "items") else page.products


def _first(asked: dict[str, Any]) -> int:
    body = asked.get("body")
    pagination = getattr(body, "pagination", None)
    page = getattr(pagination, "page", None) if pagination else asked.get("page")
    return page if isinstance(page, int) else 1


def _numbered(asked: dict[str, Any], page: int) -> Any:
    """Return the arguments with another page; a search with a body has its page there."""
    body = asked.get("body")
    if not isinstance(body, SearchRequest):
        return asked | {"page": page}
    pagination = body.pagination
    size = pagination.page_size if not isinstance(pagination, Unset) else 20
    copied = SearchRequest.from_dict(body.to_dict())
    copied.pagination = SearchPagination(page=page, page_size=size)
    return asked | {"body": copied}

"""Pagination of lists."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Self

MAX_PAGE_SIZE = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class PageRequest:
    """Page `page` (from 1) of `page_size` (1 to 100) items."""

    page: int = 1
    page_size: int = 20

    @property
    def start(self) -> int:
        return (self.page - 1) * self.page_size

    @property
    def stop(self) -> int:
        return self.page * self.page_size


@dataclass(frozen=True, slots=True, kw_only=True)
class Pagination:
    """The position of a page; `total_pages` is 0 if there are no items."""

    page: int
    page_size: int
    total_count: int
    total_pages: int
    has_next: bool
    has_previous: bool

    @classmethod
    def of(cls, request: PageRequest, total_count: int) -> Self:
        total_pages = -(-total_count // request.page_size)
        return cls(
            page=request.page,
            page_size=request.page_size,
            total_count=total_count,
            total_pages=total_pages,
            has_next=request.page < total_pages,
            has_previous=request.page > 1,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Page[T]:
    """One page of a list, in a stable order."""

    items: Sequence[T]
    pagination: Pagination

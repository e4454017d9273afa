"""Pagination of lists."""

from pydantic import Field

from api.schemas.output import Out


class PaginationOut(Out):
    """The position of a page in its list."""

    page: int = Field(description="The number of this page, from 1.", examples=[1])
    page_size: int = Field(description="The largest number of items on a page.", examples=[20])
    total_count: int = Field(description="The number of items on all pages.", examples=[1])
    total_pages: int = Field(description="The number of pages; 0 without items.", examples=[1])
    has_next: bool = Field(description="Whether a page follows this one.", examples=[False])
    has_previous: bool = Field(description="Whether a page precedes this one.", examples=[False])

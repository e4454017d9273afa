"""Where a search matched."""

from pydantic import Field

from api.schemas.output import Out
from domain.search.hits.products import (
    MatchField,
    MatchKind,
)


class MatchOut(Out):
    """Where a word of the query matched best, and how well."""

    text: str = Field(description="The text in which the word was found.", examples=["CM2"])
    field: MatchField = Field(description="The kind of text.", examples=["subject"])
    kind: MatchKind = Field(
        description="How well the word matched, from `code` to `two_edits`.", examples=["code"]
    )

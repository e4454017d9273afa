from pathlib import Path
from typing import ClassVar

from pydantic import Field, FilePath

from config.environment.group import Group

SYNONYMS = Path(__file__).resolve().parents[1] / "synonyms.txt"


class SearchSettings(Group):
    heading: ClassVar = "Search"

    search_s_maxage: int = Field(
        default=0,
        ge=0,
        le=86_400,
        description="Seconds for which a CDN may serve a `GET` search without revalidation.",
    )
    search_stale_while_revalidate: int = Field(
        default=0,
        ge=0,
        le=86_400,
        description=(
            "Seconds for which a CDN may serve a stale `GET` search while it revalidates."
        ),
    )
    search_synonyms: FilePath = Field(
        default=SYNONYMS,
        description=(
            "The file of [synonyms](search.md#synonyms), such as `maths = mathematics`. A change "
            "takes effect immediately."
        ),
    )

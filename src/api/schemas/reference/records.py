"""The base classes of the schemas of reference data: responses, pages and requests."""

from pydantic import ConfigDict, Field

from api.schemas.output import Id, Out
from api.schemas.paging import PaginationOut
from api.schemas.read_only import WithReadOnly, document_read_only
from api.schemas.reference.fields import Name

MOMENT = "2027-01-07T09:30:00+00:00"


class RecordOut(Out):
    """The fields of all kinds of reference data."""

    id: Id = Field(description="The id of the record.", examples=[1])
    external_id: str = Field(
        description="The key of the record in the back office system.", examples=["A1"]
    )


class RecordPageOut[R: RecordOut](Out):
    """One page of reference data of one kind."""

    items: list[R] = Field(description="The records, ascending by id.")
    pagination: PaginationOut = Field(description="The position of this page.")


class RecordIn(WithReadOnly):
    """The fields of all kinds of reference data."""

    model_config = ConfigDict(json_schema_extra=document_read_only)

    external_id: Name = Field(
        description="The key of the record in the back office system.", examples=["A1"]
    )

    @classmethod
    def read_only(cls) -> frozenset[str]:
        return frozenset({"id", "created_at", "updated_at", "last_synced"})

"""Files that clients upload."""

from dataclasses import dataclass
from typing import Annotated

from pydantic import BeforeValidator, Field, InstanceOf, WithJsonSchema
from pydantic_core import PydanticCustomError

from api.schemas.input import Strict
from api.schemas.types.text import Line
from domain.errors import check
from domain.plans.imports import PlanFile, reason_of_import
from domain.tutorials.rules import LONGEST_REASON

WORDS = {"true": True, "1": True, "false": False, "0": False}
LONGEST_ENCODING = 50
NOT_BOTH = "must be left out if clashes are refused"


@dataclass(frozen=True, slots=True)
class UploadedFile:
    """A file of a form, with the name that the client gave it."""

    name: str
    content: bytes


def _one_file(value: object) -> object:
    if isinstance(value, UploadedFile):
        return value
    message = "Send one file" if isinstance(value, tuple) else "Send a file, with its name"
    raise PydanticCustomError("no_file", message)


def _from_any_case(value: object) -> object:
    """Convert a flag in any of the spellings that clients use."""
    return WORDS.get(value.lower(), value) if isinstance(value, str) else value


AFile = Annotated[
    InstanceOf[UploadedFile],
    BeforeValidator(_one_file),
    WithJsonSchema({"type": "string", "format": "binary"}),
]


class PlanUpload(Strict):
    """A plan of tutorials to import."""

    file: AFile = Field(
        description="A file that the import reads: .xlsx, .xlsm, .xltx, .xltm or .csv, with this "
        "ending in its name.",
        examples=["Course template code,Event title,Session title"],
    )
    dry_run: Annotated[bool, BeforeValidator(_from_any_case)] = Field(
        default=False, description="Whether to check the plan only.", examples=[True]
    )
    encoding: Annotated[str, Field(max_length=LONGEST_ENCODING)] | None = Field(
        default=None,
        description="The encoding of a .csv file that is not UTF-8 or UTF-16, such as cp1252.",
        examples=["cp1252"],
    )

    refuse_clashes: Annotated[bool, BeforeValidator(_from_any_case)] = Field(
        default=False,
        description="Whether to refuse a plan whose sessions clash with others. Otherwise clashes "
        "are reported and stored.",
        examples=[False],
    )
    override_clashes: Annotated[Line, Field(max_length=LONGEST_REASON)] | None = Field(
        default=None,
        description="The reason that is stored with events whose sessions clash. It is "
        "`imported from` and the name of the file if it is left out.",
        examples=["Both groups fit."],
    )

    def plan(self) -> PlanFile:
        """Return the plan.

        Raises:
            Invalid: when the name of the file breaks a rule, or clashes are both refused and
                overridden.

        """
        given = self.override_clashes
        check([(not (given and self.refuse_clashes), "override_clashes", NOT_BOTH)])
        reason = None if self.refuse_clashes else given or reason_of_import(self.file.name)
        return PlanFile(
            name=self.file.name,
            content=self.file.content,
            encoding=self.encoding or None,
            is_dry_run=self.dry_run,
            override_clashes=reason,
        )

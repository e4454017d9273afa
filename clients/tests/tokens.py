from dataclasses import dataclass


@dataclass(frozen=True)
class Tokens:
    """The token of a caller who may write, and that of one who may not."""

    writer: str
    reader: str

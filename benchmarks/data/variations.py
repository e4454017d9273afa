"""The ways in which each kind of product is delivered."""

from benchmarks.data.names import SUBJECTS
from benchmarks.data.plan import Kind, Offer

type Row = dict[str, object]


def variations_of(offer: Offer) -> list[str]:
    subject = list(SUBJECTS)[offer.subject]
    if offer.kind in {"face to face", "online"}:
        return [_template(offer.kind, subject)]
    return all_variations(offer.kind)


def all_variations(kind: Kind) -> list[str]:
    if kind in {"face to face", "online"}:
        return [_template(kind, subject) for subject in SUBJECTS]
    return ["PRINTED", "EBOOK"] if kind == "material" else ["MARKED"]


def _template(kind: Kind, subject: str) -> str:
    return f"{subject}_{'LO' if kind == 'online' else 'f2f'}_5"


def variation_row(code: str) -> Row:
    described = {
        "PRINTED": ("Printed", "Printed copy", "Sent by post.", "By post"),
        "EBOOK": ("eBook", "eBook", "Read on any screen, at once.", "On screen"),
        "MARKED": ("Marking", "Marked by a tutor", "Returned with comments.", "With comments"),
    }
    subject = code.split("_", maxsplit=1)[0]
    bundle = f"{subject} 5-day bundle"
    names = ("variation_type", "name", "description", "description_short")
    values = described.get(code, ("Tutorial", code, bundle, bundle))
    return {**dict(zip(names, values, strict=True)), "code": code}

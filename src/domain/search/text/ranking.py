"""The ranking of matches.

Every token of a text (tokens are separated by white space) must match a listing. Function words
("in", "the") are ignored if there are other tokens. A token matches, from best to worst,

1. a code;
2. a word in a name;
3. a synonym (`Synonyms`);
4. the beginning of a code;
5. the beginning of a word;
6. a word one edit away, a plural or singular, or two words written together;
7. the beginning of a word, one edit away;
8. a word two edits away;
9. the beginning of a word, two edits away.

The last four are tried only for a token that matches nothing else in any listing, or if all
tokens together match nothing. Beginnings with edits are tried only for the last token, which may
be incomplete. A token with a digit is never corrected: CM1 is not CM2.

Listings are ranked by the sum of the kinds of match of all tokens. Equal listings are ranked by
where they match (`Field`: what a product is, before where it takes place), and then by the
default order, which ends with the id. Listings with a code that equals the whole text come
before all others, and those with a code that begins with the whole text come after them; a code
can contain spaces.

The score of a listing, from 0 to 100, is `SCORES` of its weakest token match. It expresses the
confidence, and does not affect the ranking.
"""

from enum import IntEnum

from domain.search.hits.products import (
    Match,
    MatchField,
    MatchKind,
)
from domain.search.text.words.terms import Field


class Kind(IntEnum):
    """The kind of a match; higher values are better."""

    BEGINNING_TWO_EDITS_AWAY = 1
    WORD_TWO_EDITS_AWAY = 2
    BEGINNING_ONE_EDIT_AWAY = 3
    WORD_ONE_EDIT_AWAY = 4
    BEGINNING_OF_WORD = 5
    BEGINNING_OF_CODE = 6
    SYNONYM = 7
    WORD = 8
    CODE = 9


SCORES = {
    Kind.BEGINNING_TWO_EDITS_AWAY: 60,
    Kind.WORD_TWO_EDITS_AWAY: 60,
    Kind.BEGINNING_ONE_EDIT_AWAY: 80,
    Kind.WORD_ONE_EDIT_AWAY: 80,
    Kind.BEGINNING_OF_WORD: 90,
    Kind.BEGINNING_OF_CODE: 90,
    Kind.SYNONYM: 100,
    Kind.WORD: 100,
    Kind.CODE: 100,
}
KINDS: dict[Kind, MatchKind] = {
    Kind.BEGINNING_TWO_EDITS_AWAY: "two_edits",
    Kind.WORD_TWO_EDITS_AWAY: "two_edits",
    Kind.BEGINNING_ONE_EDIT_AWAY: "one_edit",
    Kind.WORD_ONE_EDIT_AWAY: "one_edit",
    Kind.BEGINNING_OF_WORD: "word_prefix",
    Kind.BEGINNING_OF_CODE: "code_prefix",
    Kind.SYNONYM: "word",
    Kind.WORD: "word",
    Kind.CODE: "code",
}
FIELDS: dict[Field, MatchField] = {
    Field.SESSION: "session",
    Field.VENUE: "venue",
    Field.LOCATION: "location",
    Field.EVENT: "event",
    Field.EXAM_SESSION: "exam_session",
    Field.CATEGORY: "category",
    Field.VARIATION: "variation",
    Field.SUBJECT: "subject",
    Field.PRODUCT: "product",
    Field.COMPONENT: "component",
}
# Larger than the sum of the fields of all tokens of a query.
ONE_KIND = 10_000


def rank(kind: Kind, field: Field) -> int:
    """Return the rank of one match; the ranks of a listing's tokens are added up."""
    return kind * ONE_KIND + field


def at_most(kind: Kind, ranked: int) -> int:
    """Limit the rank of a match to that of a kind."""
    return min(ranked // ONE_KIND, kind) * ONE_KIND + ranked % ONE_KIND


def explained(text: str, ranked: int) -> Match:
    """Return the match of one token for a rank."""
    kind, field = divmod(ranked, ONE_KIND)
    return Match(text=text, field=FIELDS[Field(field)], kind=KINDS[Kind(kind)])


def is_exact(ranked: int) -> bool:
    """Whether a code matches completely, not only at its beginning."""
    return ranked // ONE_KIND == Kind.CODE


def is_sure(ranked: int, min_score: int) -> bool:
    return SCORES[Kind(ranked // ONE_KIND)] >= min_score

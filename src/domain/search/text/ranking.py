"""What makes one match better than another.

Every token of a text (what stands between white space) must match something in a listing, save
function words ("in", "the"), which ask nothing beside others. A token matches, from best to worst,

1. a code;
2. a word in a name;
3. a word that people write this one for (`Synonyms`);
4. the beginning of a code;
5. the beginning of a word;
6. a word one edit away, a plural or singular, or two words written as one;
7. the beginning of a word, one edit away;
8. a word two edits away;
9. the beginning of a word, two edits away.

The last four are asked only of a token that matches nothing else, in any listing, or when all
tokens together match nothing. Beginnings with edits are asked only of the last token, which a
person may still be typing. A token with a digit is never guessed: it is a code or nothing, and
CM1 is not CM2.

The more and the better the kinds of match, added up over the tokens, the higher a listing ranks.
Among equals it counts where they match (`Field`: what a product is, before where it takes
place); after that comes the default order, which ends in the id. A text that is a code as a
whole comes before all this, and what has a code that begins with all of it comes after: a code
can hold spaces.

A listing's score, from 0 to 100, is `SCORES` of the weakest match of a token: it says how sure
the search is, and does not rank.
"""

from enum import IntEnum

from domain.search.results import Match, MatchField, MatchKind
from domain.search.text.terms import Field


class Kind(IntEnum):
    """How a token matches a term; the higher, the better."""

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
# More than the fields of all tokens of a query can add up to.
ONE_KIND = 10_000


def rank(kind: Kind, field: Field) -> int:
    """Return the rank of one match; those of a listing's tokens are added up."""
    return kind * ONE_KIND + field


def at_most(kind: Kind, ranked: int) -> int:
    """Return the rank of a match that counts as no better than a kind."""
    return min(ranked // ONE_KIND, kind) * ONE_KIND + ranked % ONE_KIND


def explained(text: str, ranked: int) -> Match:
    """Return the match of one token that has this rank."""
    kind, field = divmod(ranked, ONE_KIND)
    return Match(text=text, field=FIELDS[Field(field)], kind=KINDS[Kind(kind)])


def is_exact(ranked: int) -> bool:
    """Whether a match of codes is with all of a code, and not with its beginning."""
    return ranked // ONE_KIND == Kind.CODE


def is_sure(ranked: int, min_score: int) -> bool:
    return SCORES[Kind(ranked // ONE_KIND)] >= min_score

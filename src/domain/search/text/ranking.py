"""What makes one match better than another.

Every token of a text (what stands between white space) must match something in a listing, save
function words ("in", "the"), which ask nothing beside others. A token matches, from best to worst,

1. a code;
2. the beginning of a code;
3. a word in a name;
4. the beginning of a word;
5. a word one edit away;
6. a word two edits away.

The last two are asked only of a token that matches nothing else, in any listing, and never of
one with a digit: that is a code or nothing, and CM1 is not CM2. A token without a digit can match
in its parts ("live-online"), each as a word, and then it matches as well as its weakest part.

The more and the better the kinds of match, added up over the tokens, the higher a listing ranks.
Among equals it counts where they match (`Field`: what a product is, before where it takes
place); after that comes the default order, which ends in the id. A text that is a code as a
whole, or the beginning of one, comes before all this: a code can hold spaces.

A listing's score, from 0 to 100, is `SCORES` of the weakest match of a token: it says how sure
the search is, and does not rank.
"""

from enum import IntEnum

from domain.search.results import Match, MatchField, MatchKind
from domain.search.text.terms import Field


class Kind(IntEnum):
    """How a token matches a term; the higher, the better."""

    WORD_TWO_EDITS_AWAY = 1
    WORD_ONE_EDIT_AWAY = 2
    BEGINNING_OF_WORD = 3
    WORD = 4
    BEGINNING_OF_CODE = 5
    CODE = 6


SCORES = {
    Kind.WORD_TWO_EDITS_AWAY: 60,
    Kind.WORD_ONE_EDIT_AWAY: 80,
    Kind.BEGINNING_OF_WORD: 90,
    Kind.WORD: 100,
    Kind.BEGINNING_OF_CODE: 90,
    Kind.CODE: 100,
}
KINDS: dict[Kind, MatchKind] = {
    Kind.WORD_TWO_EDITS_AWAY: "two_edits",
    Kind.WORD_ONE_EDIT_AWAY: "one_edit",
    Kind.BEGINNING_OF_WORD: "word_prefix",
    Kind.WORD: "word",
    Kind.BEGINNING_OF_CODE: "code_prefix",
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


def explained(text: str, ranked: int) -> Match:
    """Return the match of one token that has this rank."""
    kind, field = divmod(ranked, ONE_KIND)
    return Match(text=text, field=FIELDS[Field(field)], kind=KINDS[Kind(kind)])


def is_sure(ranked: int, min_score: int) -> bool:
    return SCORES[Kind(ranked // ONE_KIND)] >= min_score

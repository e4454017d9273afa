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
"""

from enum import IntEnum

from domain.search.terms import Field


class Kind(IntEnum):
    """How a token matches a term; the higher, the better."""

    WORD_TWO_EDITS_AWAY = 1
    WORD_ONE_EDIT_AWAY = 2
    BEGINNING_OF_WORD = 3
    WORD = 4
    BEGINNING_OF_CODE = 5
    CODE = 6


# More than the fields of all tokens of a query can add up to.
ONE_KIND = 10_000


def score(kind: Kind, field: Field) -> int:
    return kind * ONE_KIND + field

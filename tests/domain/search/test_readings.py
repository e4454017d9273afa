"""Which tokens of a query are joined, and which are ignored."""

from dataclasses import dataclass

import pytest

from domain.search.text.readings import Token, as_typed, joined_once


@dataclass(frozen=True)
class KnownTerms:
    codes: frozenset[str]
    words: frozenset[str]

    def is_code(self, key: str) -> bool:
        return key in self.codes

    def has_codes_like(self, letters: str) -> bool:
        return any(code.startswith(letters) and code != letters for code in self.codes)

    def is_word(self, word: str) -> bool:
        return word in self.words


KNOWN = KnownTerms(
    codes=frozenset({"cm2", "26a", "part2"}),
    words=frozenset({"live", "online", "liveonline", "notes", "part", "stalbans", "the"}),
)


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        # A known code: its parts may match separately too.
        ("cm 2", [Token("cm 2", "cm2", ("cm", "2"))]),
        ("26 a", [Token("26 a", "26a", ("26", "a"))]),
        ("part 2", [Token("part 2", "part2", ("part", "2"))]),
        ("(cm 2),", [Token("cm 2", "cm2", ("cm", "2"))]),
        # An unknown code is joined only after the letters of codes that are not a word.
        ("cm 3", [Token("cm 3", "cm3")]),
        ("part 3", [Token("part", "part"), Token("3", "3")]),
        ("zz 3", [Token("zz", "zz"), Token("3", "3")]),
        ("26 b", [Token("26", "26"), Token("b", "b")]),
        ("cm2 3", [Token("cm2", "cm2"), Token("3", "3")]),
        ("cm 2 3", [Token("cm 2", "cm2", ("cm", "2")), Token("3", "3")]),
        ("notes cm 2", [Token("notes", "notes"), Token("cm 2", "cm2", ("cm", "2"))]),
        # A known word, unless both of its parts are words.
        ("st albans", [Token("st albans", "stalbans")]),
        ("live online", [Token("live", "live"), Token("online", "online")]),
        ("on line", [Token("on line", "online")]),
        ("live on line", [Token("live", "live"), Token("on line", "online")]),
        # Dashes, single symbols and function words are ignored beside other tokens.
        ("cm - 2", [Token("cm 2", "cm2", ("cm", "2"))]),
        ("notes & live", [Token("notes", "notes"), Token("live", "live")]),
        ("the notes", [Token("notes", "notes")]),
        ("the of", [Token("the", "the"), Token("of", "of")]),
        ("& -", []),
    ],
)
def test_adjacent_tokens_are_joined_if_they_are_one_code_or_word(
    typed: str, read: list[Token]
) -> None:
    assert as_typed(typed.split(), KNOWN) == read


def test_any_two_adjacent_tokens_are_joined_once() -> None:
    tokens = [Token("live", "live"), Token("1", "1"), Token("1", "1")]
    assert list(joined_once(tokens)) == [
        [Token("live 1", "live1"), Token("1", "1")],
        [Token("live", "live"), Token("1 1", "1-1")],
    ]
    assert list(joined_once(tokens[:1])) == []

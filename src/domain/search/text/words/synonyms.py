"""Synonyms, such as maths for mathematics."""

from collections.abc import Iterable
from typing import Final

from domain.errors import FieldError, Invalid
from domain.search.text.words.tokens import parts_of, symbolic, tokens_of

type Phrase = tuple[str, ...]

MOST_SYNONYMS, LONGEST_LINE = 1000, 200


class Synonyms:
    """An immutable list of synonyms; equal lists are equal objects."""

    __slots__ = ("_phrases", "text")

    def __init__(self, text: str = "") -> None:
        """Read a list with one synonym per line: "maths = mathematics"; "#" begins a comment.

        Several words after "=" must all match; several lines for a word are alternatives.

        Raises:
            Invalid: if a line has another form, or there are more than 1,000 lines.

        """
        self.text: Final = text
        self._phrases: dict[str, list[Phrase]] = {}
        lines = [(number, line.strip()) for number, line in enumerate(text.splitlines(), 1)]
        asked = [(number, line) for number, line in lines if line and not line.startswith("#")]
        if len(asked) > MOST_SYNONYMS:
            message = f"must be at most {MOST_SYNONYMS:,}, not {len(asked):,}"
            raise Invalid(FieldError("synonyms", message))
        for number, line in asked:
            word, phrase = _synonym(number, line)
            self._phrases.setdefault(word, []).append(phrase)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Synonyms) and self._phrases == other._phrases

    def __hash__(self) -> int:
        return hash(self.text)

    def of(self, word: str) -> Iterable[Phrase]:
        """Return the phrases for which a word of a query is a synonym."""
        return self._phrases.get(word, ())


NO_SYNONYMS = Synonyms()


def _synonym(number: int, line: str) -> tuple[str, Phrase]:
    left, equals, right = line.partition("=")
    word, phrase = tokens_of(left), tokens_of(right)
    if len(line) > LONGEST_LINE or not equals or len(word) != 1 or not phrase:
        message = (
            "must be one word, an equals sign and the words that it stands for, such as "
            f"maths = mathematics, in at most {LONGEST_LINE} characters, not {line[:50]!r}"
        )
        raise Invalid(FieldError(f"line {number}", message))
    return word[0], tuple(each for token in phrase for each in _words(token))


def _words(token: str) -> list[str]:
    return [form] if (form := symbolic(token)) else parts_of(token)

"""How a list of synonyms is read, and which lines are refused."""

import pytest

from domain.errors import Invalid
from domain.search.text.words.synonyms import NO_SYNONYMS, Synonyms


def test_a_word_has_the_phrases_of_all_its_lines() -> None:
    synonyms = Synonyms("# comment\n\n F2F = Face-to-face \nf2f=in person\nlab = C++ lab\n")
    assert synonyms.of("f2f") == [("face", "to", "face"), ("in", "person")]
    assert synonyms.of("lab") == [("c++", "lab")]
    assert list(synonyms.of("face")) == []
    assert list(NO_SYNONYMS.of("f2f")) == []


def test_lists_of_the_same_synonyms_are_equal() -> None:
    assert Synonyms("maths = mathematics") == Synonyms("# short\nMaths=mathematics")
    assert Synonyms("maths = mathematics") != Synonyms("maths = statistics")
    assert Synonyms("maths = mathematics") != "maths = mathematics"
    assert len({Synonyms("a = b"), Synonyms("a = b"), Synonyms("a = c")}) == 2


@pytest.mark.parametrize(
    "line", ["maths", "maths mathematics", "= mathematics", "maths =", "short maths = mathematics"]
)
def test_a_line_without_a_word_or_its_meaning_is_refused(line: str) -> None:
    with pytest.raises(Invalid) as refused:
        Synonyms(f"# short forms\nok = fine\n{line}\n")
    (error,) = refused.value.errors
    assert error.field == "line 3"
    assert error.message == (
        "must be one word, an equals sign and the words that it stands for, such as "
        f"maths = mathematics, in at most 200 characters, not {line!r}"
    )


def test_a_long_line_is_refused_and_shortened_in_the_message() -> None:
    longest = "maths = " + "m" * 192
    assert Synonyms(longest).of("maths") == [("m" * 192,)]
    with pytest.raises(Invalid) as refused:
        Synonyms(longest + "m")
    (error,) = refused.value.errors
    assert error.field == "line 1"
    assert error.message.endswith(f"not {(longest + 'm')[:50]!r}")


def test_at_most_1000_synonyms_are_read() -> None:
    lines = [f"w{number} = word" for number in range(1000)]
    assert Synonyms("\n".join(["# comment", *lines])).of("w999") == [("word",)]
    with pytest.raises(Invalid) as refused:
        Synonyms("\n".join([*lines, "more = word"]))
    (error,) = refused.value.errors
    assert (error.field, error.message) == ("synonyms", "must be at most 1,000, not 1,001")

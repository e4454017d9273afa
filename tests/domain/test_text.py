import pytest

from domain.text import (
    PLAIN_LETTERS,
    _plain_letters,
    is_clean,
    one_line,
    spelling_key,
    without_invisible,
)

# The letters that NFKD does not decompose, by the plain letters that replace them.
PLAIN = {
    "ae": "æ",
    "d": "ðđƌȡ",
    "o": "øⱺ",
    "th": "þ",
    "h": "ħⱨ",
    "i": "\u0131",
    "k": "ĸƙⱪ",
    "l": "łƚȴⱡ",
    "n": "ŋƞȵ",
    "oe": "œ",
    "t": "ŧƫƭȶⱦ",
    "b": "ƀƃ",
    "c": "ƈȼ",
    "f": "ƒ",
    "p": "ƥ",
    "y": "ƴɏỿ",
    "z": "ƶȥɀⱬ",
    "g": "ǥ",
    "j": "ȷɉ",
    "s": "ȿ",
    "e": "ɇəⱸ",
    "q": "ɋ",
    "r": "ɍ",
    "a": "ⱥ",
    "v": "ⱱⱴ",
    "w": "ⱳ",
}


@pytest.mark.parametrize(
    "invisible",
    [
        *("\u00ad", "\u034f", "\u061c", "\u115f", "\u180e", "\u200b", "\u200c", "\u200d"),
        *("\u200e", "\u200f", "\u2060", "\u2063", "\u3164", "\ufe0f", "\ufeff", "\uffa0"),
        *("\u202a", "\u202c", "\u2066", "\u2068", "\u2069", "\U000e0041"),
    ],
)
def test_invisible_characters_are_removed_from_a_code(invisible: str) -> None:
    assert without_invisible(f"{invisible}CM{invisible}2-1{invisible}") == "CM2-1"


@pytest.mark.parametrize(
    "text",
    [
        "London - Zürich",
        "می\u200cخواهم",  # noqa: RUF001 Persian needs the non-joiner
        "क्\u200dष",
        "👩\u200d💻",
        "❤\ufe0f",
        "\U0001f3f4\U000e0067\U000e0062\U000e007f",
        "abc \u202bאבג\u202c",
    ],
)
def test_characters_that_scripts_and_emoji_need_are_kept(text: str) -> None:
    assert without_invisible(text) == text


@pytest.mark.parametrize("control", ["\u202b", "\u202d", "\u202e", "\u2067"])
def test_bidirectional_overrides_are_kept_and_refused(control: str) -> None:
    assert not is_clean(without_invisible(f"a{control}b"))


def test_a_character_that_is_only_not_printed_is_clean() -> None:
    assert is_clean("soft\u00adhyphen")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("St. Albans", "St Albans"),
        ("St. Albans", "ST  ALBANS"),
        ("Malmö", "Malmo"),
        ("Malmö", "Malmo\u0308"),
        ("Tromsø", "Tromso"),
        ("Łódź", "Lodz"),
        ("King\u2019s Lynn", "Kings Lynn"),
        ("Stoke-on-Trent", "Stoke \u2013 on \u2013 Trent"),
        ("Tyne & Wear", "Tyne and Wear"),
        ("Bank\u00adside", "Bankside"),
        ("St\u00a0Albans", "St.Albans"),
    ],
)
def test_spellings_of_a_name_are_equal(one: str, other: str) -> None:
    assert spelling_key(one) == spelling_key(other)


@pytest.mark.parametrize(
    ("one", "other"), [("Leeds", "Lees"), ("C++", "C"), ("C++", "C#"), ("東京", "大阪"), ("?", "!")]
)
def test_different_names_are_not_equal(one: str, other: str) -> None:
    assert spelling_key(one) != spelling_key(other)


def test_letters_that_do_not_decompose_are_replaced() -> None:
    expected = {ord(letter): plain for plain, letters in PLAIN.items() for letter in letters}

    # Called here too, because the constant is made when the module is imported.
    assert _plain_letters() == PLAIN_LETTERS == expected


def test_a_flag_keeps_its_tags_only() -> None:
    flag = "\U0001f3f4\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f"

    assert one_line(flag) == flag
    assert one_line("\U0001f3f4\u200b") == "\U0001f3f4"
    assert one_line("a\U000e0067") == "a"

"""The synonym file is read again after each change, and never used partially."""

from pathlib import Path

import pytest

from adapters.synonyms import SynonymFile
from config import settings
from domain.errors import Invalid
from domain.search.text.words.synonyms import MOST_SYNONYMS, Synonyms


def test_a_change_applies_to_the_next_call(tmp_path: Path) -> None:
    path = tmp_path / "synonyms.txt"
    path.write_text("maths = mathematics", "utf-8-sig")
    file = SynonymFile(path)
    first = file.current()
    assert (list(first.of("maths")), file.current() is first) == ([("mathematics",)], True)

    other = tmp_path / "other.txt"
    other.write_text("# Changed\nmaths = algebra\nmaths = number theory\n")
    other.replace(path)
    assert list(file.current().of("maths")) == [("algebra",), ("number", "theory")]


@pytest.mark.parametrize(
    "wrong", [b"maths", b"two words = one", b"maths =", b"\xff\xfe = no text", b"= mathematics"]
)
def test_an_invalid_file_is_ignored_and_logged_once(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, wrong: bytes
) -> None:
    path = tmp_path / "synonyms.txt"
    path.write_text("maths = mathematics")
    file = SynonymFile(path)
    held = file.current()
    path.write_bytes(b"# longer than before\n" + wrong)
    assert file.current() is file.current() is held
    path.unlink()
    assert file.current() is held
    assert caplog.text.count(f"{path} cannot be used") == 2


def test_too_many_synonyms_are_refused() -> None:
    with pytest.raises(Invalid, match=r"at most 1,000, not 1,001"):
        Synonyms("maths = mathematics\n" * (MOST_SYNONYMS + 1))


def test_the_default_file_is_valid() -> None:
    text = settings.SEARCH_SYNONYMS.read_text("utf-8")
    assert list(Synonyms(text).of("maths")) == [("mathematics",)]

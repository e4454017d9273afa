"""The codes of the back office: course templates and sittings.

A course template code is `SUBJECT_MODE_N`, such as `CB1_f2f_3`: the subject, the mode (`LO` live
online, `f2f` face to face, `OC` online classroom) and the number of sessions.
"""

import re
from dataclasses import dataclass
from typing import Self

from domain.errors import FieldError, Invalid


@dataclass(frozen=True, slots=True, kw_only=True)
class CourseTemplateCode:
    text: str
    subject: str
    session_count: int

    @classmethod
    def parse(cls, text: str) -> Self:
        """Parse a code; the subject is converted to upper case.

        Raises:
            Invalid: if the text is not such a code.

        """
        found = re.fullmatch(r"([A-Za-z0-9]{1,10})_(?:LO|f2f|OC)_([1-9][0-9]?)", text)
        if not found:
            message = "must be SUBJECT_MODE_N with the mode LO, f2f or OC, such as CB1_f2f_3"
            raise Invalid(FieldError("course_template_code", message))
        subject = found[1].upper()
        text = subject + text.removeprefix(found[1])
        return cls(text=text, subject=subject, session_count=int(found[2]))


def exam_session_code(sitting: str) -> str:
    """Return the exam session code of a sitting: 26A for 2026A.

    Raises:
        Invalid: if the text is not a sitting.

    """
    found = re.fullmatch(r"(?:20)?([0-9]{2}[A-Z])", sitting)
    if not found:
        raise Invalid(FieldError("sitting", "must be a year and a letter, such as 2026A"))
    return found[1]

"""The bundles of each subject in each exam session, and the recommendations."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from adapters.demo.products import BY_TUTOR, EBOOK, PRINTED
from domain.catalogue import StoreProduct, Variation


@dataclass(frozen=True, slots=True, kw_only=True)
class DemoBundle:
    """Store products of one subject and exam session, in display order."""

    name: str
    description: str
    is_featured: bool
    components: tuple[StoreProduct, ...]


type Choice = tuple[str, Variation]
NOTES: Choice = "Course Notes", PRINTED
REVISION: Choice = "Revision Notes", EBOOK
QUESTIONS: Choice = "Question Bank", EBOOK
ASSIGNMENTS: Choice = "Assignment Marking", BY_TUTOR
MOCK: Choice = "Mock Exam Marking", BY_TUTOR

# The name, description and components of each bundle; the last one begins with a tutorial.
SELF_STUDY = "Self-study bundle", "Everything to read and to try.", (NOTES, REVISION, QUESTIONS)
PRACTICE = "Exam practice bundle", "Questions, and a mock exam, marked.", (QUESTIONS, MOCK)
COMPLETE = "Complete bundle", "A live online tutorial and more.", (NOTES, ASSIGNMENTS)

# The recommendation for each.
RECOMMENDATIONS: dict[Choice, Choice] = {
    NOTES: QUESTIONS,
    REVISION: QUESTIONS,
    QUESTIONS: MOCK,
    ASSIGNMENTS: MOCK,
}


def bundles(
    tutorials: Sequence[StoreProduct], others: Sequence[StoreProduct]
) -> Iterator[DemoBundle]:
    """Return three bundles for each subject in each exam session."""
    online: dict[tuple[str, str], StoreProduct] = {}
    for tutorial in tutorials:
        if "Live online" in tutorial.product.groups:
            online.setdefault(_sitting(tutorial), tutorial)
    sold: defaultdict[tuple[str, str], dict[Choice, StoreProduct]] = defaultdict(dict)
    for other in others:
        sold[_sitting(other)][other.product.fullname, other.variation] = other
    for sitting, choices in sold.items():
        yield _bundle(SELF_STUDY, choices)
        yield _bundle(PRACTICE, choices)
        yield _bundle(COMPLETE, choices, online[sitting])


def _bundle(
    plan: tuple[str, str, tuple[Choice, ...]],
    choices: Mapping[Choice, StoreProduct],
    *first: StoreProduct,
) -> DemoBundle:
    name, description, parts = plan
    return DemoBundle(
        name=name,
        description=description,
        is_featured=bool(first),
        components=(*first, *(choices[part] for part in parts)),
    )


def _sitting(sold: StoreProduct) -> tuple[str, str]:
    return sold.subject.code, sold.exam_session.session_code

"""Questions as people ask them of the invented catalogue, in words and in filters."""

import random
from collections.abc import Callable, Iterator, Sequence
from itertools import cycle, islice
from typing import Any

from benchmarks.data.events import event_code
from benchmarks.data.names import CITIES, EXAM_SESSIONS, GROUPS, MATERIALS, ONLINE, SUBJECTS
from benchmarks.misspellings import misspelt

type Question = dict[str, Any]
type Maker = Callable[[random.Random], Question]

SEED = 7


def questions(count: int, makers: Sequence[Maker] = ()) -> list[Question]:
    """Return so many bodies of a search, the same ones each time, each kind as often.

    `makers` are those of one of the `KINDS`; the default is all of them.
    """
    chance = random.Random(SEED)
    made = (make(chance) for make in cycle(makers or _MAKERS))
    return list(islice(_different(made), count))


def _different(made: Iterator[Question]) -> Iterator[Question]:
    seen = set()
    for question in made:
        if (key := repr(question)) not in seen:
            seen.add(key)
            yield question


def _city(chance: random.Random) -> Question:
    return _words(f"{chance.choice(list(SUBJECTS))} {chance.choice(CITIES).name}", chance)


def _misspelt_city(chance: random.Random) -> Question:
    return _words(misspelt(chance.choice(CITIES).name, chance), chance)


def _code(chance: random.Random) -> Question:
    subject, exam_session = chance.randrange(len(SUBJECTS)), chance.randrange(len(EXAM_SESSIONS))
    return _words(event_code(subject, exam_session, chance.randint(1, 2)), chance)


def _description(chance: random.Random) -> Question:
    return _words(chance.choice(list(SUBJECTS.values())), chance)


def _online(chance: random.Random) -> Question:
    wanted = chance.choice(ONLINE).name.lower()
    return _words(f"{wanted} {chance.choice(EXAM_SESSIONS)}", chance)


def _material(chance: random.Random) -> Question:
    return _words(f"{chance.choice(MATERIALS)} {chance.choice(list(SUBJECTS))}", chance)


def _misspelt_material(chance: random.Random) -> Question:
    return _words(misspelt(chance.choice(MATERIALS), chance), chance)


def _beginning(chance: random.Random) -> Question:
    name = chance.choice([*(city.name for city in CITIES), *MATERIALS])
    return _words(name[: chance.randint(2, 4)], chance)


def _filters(chance: random.Random) -> Question:
    return {
        "filters": {
            "subjects": chance.sample(list(SUBJECTS), chance.randint(1, 3)),
            "categories": [chance.choice(list(GROUPS))],
        },
        "pagination": {"page": chance.randint(1, 3), "page_size": 20},
    }


def _words(text: str, chance: random.Random) -> Question:
    page = {"page": chance.choice([1, 1, 1, 2]), "page_size": 20}
    return {"searchQuery": text, "pagination": page}


_MAKERS: tuple[Maker, ...] = (
    *(_city, _misspelt_city, _code, _description),
    *(_online, _material, _beginning, _filters),
)
KINDS: dict[str, tuple[Maker, ...]] = {
    "misspelt": (_misspelt_city, _misspelt_material),
    "filters": (_filters,),
}

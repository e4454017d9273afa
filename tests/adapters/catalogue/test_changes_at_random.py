"""A reader that follows the changes has the same listings as after a full load."""

from random import Random

import pytest
from django.db import IntegrityError, transaction

from tests.adapters.catalogue.random_writes import fill, write
from tests.adapters.catalogue.replica import ListingReplica, read_whole

TRANSACTIONS = 40


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    "seed", [0, *(pytest.param(seed, marks=pytest.mark.slow) for seed in (1, 2))]
)
def test_following_random_changes_equals_a_full_load(
    seed: int,
) -> None:
    random = Random(seed)
    fill(random)
    held = ListingReplica()
    for _ in range(TRANSACTIONS):
        written = in_one_transaction(random)
        if random.random() < 0.7:
            held.follow()
            assert held.facts() == read_whole(), written


def in_one_transaction(random: Random) -> list[str]:
    written: list[str] = []
    try:
        with transaction.atomic():
            written += [write(random) for _ in range(random.randint(1, 4))]
            if random.random() < 0.1:
                transaction.set_rollback(True)
    except IntegrityError as error:
        written.append(f"refused at commit: {error}")
    return written

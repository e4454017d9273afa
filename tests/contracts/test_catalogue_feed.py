"""The contract of a feed."""

from collections.abc import Callable
from dataclasses import dataclass

import pytest

from adapters.catalogue.feed.catalogue_feed import DjangoCatalogueFeed
from adapters.catalogue.models import Subject
from adapters.catalogue.store.repository import DjangoStore
from domain.search.live.live_index import LiveSearchIndex
from domain.search.ports import CatalogueFeed
from domain.search.search_index import SearchIndex
from tests.domain.search.samples import a_product, a_query, contents
from tests.fakes import InMemoryFeed
from tests.samples import store_product

# The subjects with products for sale, and their descriptions.
type Subjects = dict[str, str]


@dataclass(frozen=True)
class Shop:
    """A feed, and functions that add subjects or change their descriptions."""

    feed: CatalogueFeed
    sell: Callable[[Subjects], None]


def in_memory() -> Shop:
    feed = InMemoryFeed(contents(version="0"))
    sold: Subjects = {}

    def sell(subjects: Subjects) -> None:
        sold.update(subjects)
        listings = [
            a_product(number, subject_code=code, subject_description=text)
            for number, (code, text) in enumerate(sold.items(), 1)
        ]
        feed.contents = contents(*listings, version=str(int(feed.contents.version) + 1))

    return Shop(feed, sell)


def on_postgresql() -> Shop:
    def sell(subjects: Subjects) -> None:
        DjangoStore().ensure([store_product(code) for code in subjects])
        for code, text in subjects.items():
            Subject.objects.filter(code=code).update(description=text)

    return Shop(DjangoCatalogueFeed(), sell)


# Real transactions are needed to distinguish earlier commits from later ones.
COMMITTING = pytest.mark.django_db(transaction=True)


@pytest.fixture(params=["in memory", pytest.param("PostgreSQL", marks=COMMITTING)])
def shop(request: pytest.FixtureRequest) -> Shop:
    return in_memory() if request.param == "in memory" else on_postgresql()


def shown(catalogue: SearchIndex) -> dict[str, str | None]:
    hits = [found.hit for found in catalogue.search(a_query()).hits]
    return {hit.subject_code: hit.subject_description for hit in hits}


def test_the_version_belongs_to_the_contents(shop: Shop) -> None:
    shop.sell({"CM2": "Models"})
    index = SearchIndex(shop.feed.load())
    assert shop.feed.is_current(index)
    assert shop.feed.is_complete(index)
    assert index.version == shop.feed.load().version


def test_a_change_creates_another_version(shop: Shop) -> None:
    shop.sell({"CM2": "Models"})
    index = SearchIndex(shop.feed.load())
    seen = {index.version}
    for subjects in ({"CM2": "Financial models"}, {"CB1": "Finance"}, {"CM2": "Models"}):
        shop.sell(subjects)
        assert not shop.feed.is_current(index)
        index = SearchIndex(shop.feed.load())
        seen.add(index.version)
    assert len(seen) == 4


def test_changes_lead_to_the_same_contents_as_a_load(shop: Shop) -> None:
    shop.sell({"CM2": "Models", "CB1": "Finance"})
    index = SearchIndex(shop.feed.load())
    shop.sell({"CM2": "Financial models"})
    shop.sell({"SP9": "Risk"})

    changes = shop.feed.changes(index)

    assert changes
    updated, loaded = index.updated(changes), SearchIndex(shop.feed.load())
    assert updated.version == loaded.version
    assert shop.feed.is_current(updated)
    assert not shop.feed.is_current(index)
    assert shown(updated) == shown(loaded)
    assert shown(updated) == {"CB1": "Finance", "CM2": "Financial models", "SP9": "Risk"}
    # The previous index is not changed.
    assert shown(index) == {"CM2": "Models", "CB1": "Finance"}


def test_changes_since_an_unknown_position_are_unavailable(shop: Shop) -> None:
    shop.sell({"CM2": "Models"})
    assert shop.feed.changes(SearchIndex(contents(version="0.0"))) is None


def test_a_follower_sees_a_change_immediately(shop: Shop) -> None:
    live = LiveSearchIndex(shop.feed)
    for text in ("Models", "Financial models"):
        shop.sell({"CM2": text})
        assert shown(live.current()) == {"CM2": text}

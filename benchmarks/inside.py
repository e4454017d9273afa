"""Measures the search index itself: `python -m benchmarks.inside search|recall|quality`.

Reads DATABASE_URL and prints one line of JSON. In a process of its own, so that it knows nothing
of the harness.
"""

import json
import os
import random
import statistics
import sys
import time
from typing import Any

import django

from benchmarks.misspellings import misspelt, neighbour_codes
from benchmarks.quality import Slip, slips_in
from benchmarks.questions import questions
from config import settings

SEED = 11
QUERIES, QUERIES_OF_A_CLASS = 400, 150


def search() -> dict[str, Any]:
    """Return the milliseconds of processor time of queries, each run once."""
    from api.schemas.search.request import SearchRequest
    from config.wiring import ports
    from domain.search.query import Filters

    catalogue = ports().catalogue.current()
    asked = [SearchRequest.model_validate(body).query(Filters()) for body in questions(QUERIES)]
    times = []
    for query in asked:
        since = time.thread_time()
        catalogue.search(query)
        times.append((time.thread_time() - since) * 1000)
    times.sort()
    return {
        "median": statistics.median(times),
        "p95": times[int(len(times) * 0.95)],
        "worst": times[-1],
        "queries": len(times),
    }


def recall() -> dict[str, Any]:
    """Return how many misspelt names find their product first, and how many codes another one."""
    hits = _tutorials()
    names = sorted({(hit["subject_code"], hit["product_short_name"]) for hit in hits})
    words = {word for _, name in names for word in name.split()}
    chance = random.Random(SEED)
    missed = []
    for number in range(QUERIES):
        subject, name = names[number % len(names)]
        slip = misspelt(name, chance, words)
        # Half of them have only the place; then any subject is correct.
        text = slip if number % 2 else f"{subject} {slip}"
        first = _first(text)
        right = number % 2 or first.get("subject_code") == subject
        if not right or first.get("product_short_name") != name:
            missed.append({"query": text, "wanted": f"{subject} {name}"})
    codes = sorted({event["code"] for hit in hits for event in _events(hit)})
    wrong = [code for code in neighbour_codes(codes, chance, QUERIES) if _first(code)]
    return {
        "queries": QUERIES,
        "found_first": QUERIES - len(missed),
        "missed": missed[:20],
        "codes": QUERIES,
        "answered_by_a_neighbour": wrong,
    }


def quality() -> dict[str, Any]:
    """Return the share of queries that find the intended product first, by class of misspelling."""
    names = sorted({(hit["subject_code"], hit["product_short_name"]) for hit in _tutorials()})
    classes = {}
    for title, slips in slips_in(names, QUERIES_OF_A_CLASS, SEED).items():
        missed = [slip for slip in slips if not _is_right(_first(slip.text), slip)]
        classes[title] = {
            "queries": len(slips),
            "share": 1 - len(missed) / len(slips),
            "missed": [{"query": slip.text, "wanted": slip.name} for slip in missed[:5]],
        }
    return {"queries": sum(each["queries"] for each in classes.values()), "classes": classes}


def _is_right(first: dict[str, Any], slip: Slip) -> bool:
    has_name = first.get("product_short_name") == slip.name
    return has_name and slip.subject in {None, first["subject_code"]}


def _tutorials() -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    for page in range(1, 1000):
        filters = {"product_types": ["Tutorial"]}
        answer = _ask({"filters": filters, "pagination": {"page": page, "page_size": 100}})
        found += answer["products"]
        if not answer["pagination"]["has_next"]:
            break
    return found


def _events(hit: dict[str, Any]) -> list[dict[str, Any]]:
    return [event for variation in hit["variations"] for event in variation["events"]]


def _first(text: str) -> dict[str, Any]:
    products = _ask({"searchQuery": text, "pagination": {"page_size": 1}})["products"]
    return dict(products[0]) if products else {}


def _ask(body: dict[str, Any]) -> dict[str, Any]:
    from django.test import Client

    path, media_type = "/api/search/unified/", "application/json"
    response = Client(headers={"host": "127.0.0.1"}).post(path, body, content_type=media_type)
    assert response.status_code == 200, response.content
    answer: dict[str, Any] = response.json()
    return answer


if __name__ == "__main__":
    os.environ["DJANGO_SETTINGS_MODULE"] = settings.__name__
    django.setup()
    print(json.dumps({"search": search, "recall": recall, "quality": quality}[sys.argv[1]]()))

"""Compares the search with other engines: `python -m benchmarks.engines POSTGRES_PID`.

Reads DATABASE_URL and prints one line of JSON: milliseconds of processor time per question for each
engine and kind of question. All engines search the same words of each product, and count the same
three filters of everything that matches. PostgreSQL has them in one table, with indexes for full
text (`tsvector`) and for trigrams (`pg_trgm`); tantivy has them in memory. Both return only ids.
"""

import json
import os
import random
import sys
import time
from collections.abc import Callable, Iterator
from typing import Any

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
QUESTIONS, SEED = 100, 17
FACETS = ("subject_code", "type", "exam_session_code")

TABLE = """
CREATE EXTENSION IF NOT EXISTS pg_trgm;
CREATE SCHEMA bench;
CREATE TABLE bench.products (
    id bigint PRIMARY KEY, subject_code text, type text, exam_session_code text,
    words text, names text, tsv tsvector
)"""
INSERT = "INSERT INTO bench.products VALUES (%s, %s, %s, %s, %s, %s, to_tsvector('simple', %s))"
INDEXES = """
CREATE INDEX ON bench.products USING gin (tsv);
CREATE INDEX ON bench.products USING gin (names gin_trgm_ops);
VACUUM ANALYZE bench.products"""
# Words that begin like those of the question, or names that are similar to it.
SELECT = """
WITH found AS MATERIALIZED (
    SELECT id, subject_code, type, exam_session_code, {rank} AS rank
    FROM bench.products WHERE {condition}
)
SELECT
    (SELECT array_agg(id) FROM (SELECT id FROM found ORDER BY rank DESC, id LIMIT 20) page),
    (SELECT jsonb_agg(facet) FROM (
        SELECT subject_code, type, exam_session_code, count(*) AS number FROM found
        GROUP BY GROUPING SETS ((subject_code), (type), (exam_session_code))
    ) facet)"""
FULL_TEXT = SELECT.format(
    rank="ts_rank(tsv, to_tsquery('simple', %(words)s))",
    condition="tsv @@ to_tsquery('simple', %(words)s)",
)
TRIGRAMS = SELECT.format(rank="word_similarity(%(text)s, names)", condition="%(text)s <%% names")

type Search = Callable[[str], object]


def main() -> None:
    import django

    django.setup()
    from config.wiring import ports

    catalogue = ports().catalogue.current()
    documents = list(_documents(catalogue))
    engines = {
        "ours": (_ours(catalogue), ()),
        "postgres": (_postgres(documents), (int(sys.argv[1]),)),
        "tantivy": (_tantivy(documents), ()),
    }
    found = {
        kind: {
            name: round(_milliseconds(search, texts, processes), 4)
            for name, (search, processes) in engines.items()
        }
        for kind, texts in _texts().items()
    }
    print(json.dumps(found))


def _texts() -> dict[str, list[str]]:
    from benchmarks.data.events import event_code
    from benchmarks.data.names import CITIES, EXAM_SESSIONS, MATERIALS, SUBJECTS
    from benchmarks.misspellings import misspelt

    chance, names = random.Random(SEED), [*(city.name for city in CITIES), *MATERIALS]
    subjects, sessions = range(len(SUBJECTS)), range(len(EXAM_SESSIONS))
    makers: dict[str, Callable[[], str]] = {
        "code": lambda: event_code(
            chance.choice(subjects), chance.choice(sessions), chance.randint(1, 2)
        ),
        "prefix": lambda: chance.choice(names)[: chance.randint(3, 5)].strip(),
        "misspelt": lambda: misspelt(chance.choice(names), chance),
        "broad": lambda: chance.choice(["tutorial", "marking", "notes", "online"]),
    }
    return {kind: [make() for _ in range(QUESTIONS)] for kind, make in makers.items()}


def _documents(catalogue: Any) -> Iterator[dict[str, Any]]:
    for hit in catalogue.hits():
        events = [
            event for variation in hit.variations for event in getattr(variation, "events", ())
        ]
        names = f"{hit.product_name} {hit.subject_description}"
        codes = " ".join(f"{event.code} {event.venue}" for event in events)
        words = f"{hit.subject_code} {hit.product_code} {hit.exam_session_code} {names} {codes}"
        yield {
            "id": hit.id,
            **{name: getattr(hit, name) for name in FACETS},
            "words": words,
            "names": names,
        }


def _ours(catalogue: Any) -> Search:
    from api.schemas.search.request import SearchRequest
    from domain.search.query import Filters

    def search(text: str) -> object:
        body = {"searchQuery": text, "pagination": {"page_size": 20}}
        return catalogue.search(SearchRequest.model_validate(body).query(Filters()))

    return search


def _postgres(documents: list[dict[str, Any]]) -> Search:
    import psycopg

    connection = psycopg.connect(os.environ["DATABASE_URL"], autocommit=True)
    for statement in TABLE.split(";"):
        connection.execute(statement)
    with connection.cursor() as cursor:
        cursor.executemany(INSERT, [(*each.values(), each["words"]) for each in documents])
    for statement in INDEXES.split(";"):
        connection.execute(statement)

    def search(text: str) -> object:
        words = " & ".join(f"{word}:*" for word in text.replace("'", " ").replace("-", " ").split())
        found = connection.execute(FULL_TEXT, {"words": words}, prepare=True).fetchone()
        if found and found[0]:
            return found
        return connection.execute(TRIGRAMS, {"text": text}, prepare=True).fetchone()

    return search


def _tantivy(documents: list[dict[str, Any]]) -> Search:
    import tantivy

    builder = tantivy.SchemaBuilder().add_integer_field("id", stored=True, fast=True)
    for name in FACETS:
        builder.add_text_field(name, fast=True, tokenizer_name="raw")
    schema = builder.add_text_field("words").build()
    index = tantivy.Index(schema)
    writer = index.writer(num_threads=1)
    for each in documents:
        writer.add_document(tantivy.Document(**{n: v for n, v in each.items() if n != "names"}))
    writer.commit()
    writer.wait_merging_threads()
    index.reload()
    searcher = index.searcher()
    counts = {name: {"terms": {"field": name, "size": 100}} for name in FACETS}
    must = tantivy.Occur.Must

    def find(text: str, distance: int) -> tuple[list[Any], object]:
        words = text.lower().replace("'", " ").replace("-", " ").split()
        fuzzy = tantivy.Query.fuzzy_term_query
        parts = [(must, fuzzy(schema, "words", word, distance, prefix=True)) for word in words]
        query = tantivy.Query.boolean_query(parts)
        result = searcher.search(query, limit=20)
        return [address for _, address in result.hits], searcher.aggregate(query, counts)

    def search(text: str) -> object:
        hits, found = find(text, 0)
        return (hits, found) if hits else find(text, 1)

    return search


def _milliseconds(search: Search, texts: list[str], processes: tuple[int, ...]) -> float:
    from benchmarks import cpu

    for text in texts[:10]:
        search(text)
    before = cpu.milliseconds(*processes) if processes else 0.0
    since = time.process_time()
    for text in texts:
        search(text)
    spent = (time.process_time() - since) * 1000
    return (spent + (cpu.milliseconds(*processes) - before if processes else 0.0)) / len(texts)


if __name__ == "__main__":
    main()

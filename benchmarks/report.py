"""The figures as a table, and as the part of docs/performance.md between its two marks."""

from typing import Any

from config.environment import ROOT

PAGE, PLOT = ROOT / "docs" / "performance.md", ROOT / "docs" / "performance.svg"
START, END = "<!-- figures: written by make bench -->", "<!-- end of the figures -->"
HEAD = ("| figure | value | least to most of the rounds | wanted |", "| --- | --- | --- | --- |")
# The description and the goal of each figure.
FIGURES = {
    "distinct_few": ("200 different questions in turn ÷ a constant of the mean length", "≤ 1.5"),
    "distinct_many": ("2,000 different questions in turn ÷ that constant", "≤ 1.5"),
    "distinct_misspelt": ("200 misspelt names in turn ÷ that constant", "≤ 1.5"),
    "distinct_filters": ("200 choices of filters in turn ÷ that constant", "≤ 1.5"),
    "distinct_ninja": ("Ninja with nested schemas ÷ 200 different questions in turn", "≥ 45"),
    "constant": (
        "a repeated request, answered before Django ÷ an endpoint with these bytes",
        "≤ 0.6",
    ),
    "bolt": ("a repeated request ÷ an endpoint of django-bolt with these bytes", "≤ 3"),
    "ninja": ("Ninja with the ORM and nested schemas ÷ a repeated request", ""),
    "drf": ("Django REST Framework, nested serializers ÷ a repeated request", ""),
    "fastapi": ("FastAPI with async SQLAlchemy ÷ a repeated request", ""),
    "sql_json": ("one SQL statement that returns the JSON ÷ a repeated request", ""),
    **{
        f"engine_{kind}_{engine}": (f"the search of a {kind} question ÷ {title}", wanted)
        for kind, wanted in (
            ("code", "≤ 1.0"),
            ("prefix", "≤ 1.0"),
            ("misspelt", "≤ 1.0"),
            ("broad", ""),
        )
        for engine, title in (
            ("postgres", "PostgreSQL's full text and trigrams"),
            ("tantivy", "tantivy"),
        )
    },
    "changing_0": ("different questions, no changes, ms of processor time each", ""),
    "changing_5": ("the same with 5 changes a second", ""),
    "changing_50": ("the same with 50 changes a second", ""),
    "changing_bulk": ("the same with one change of 10,000 sessions", ""),
    "events_20_ms": ("a page of 20 events, ms of processor time", "≤ 3"),
    "events_100_ms": ("a page of 100 events", "≤ 5"),
    "events_deep_ms": ("a page of 20 events at the end of the list", "≤ 5"),
    "events_subject_ms": ("a page of the events of a subject", ""),
    "event_ms": ("one event", "≤ 2"),
    "growth_100x": ("ours at 100 times the catalogue ÷ ours at one", "≤ 1.2"),
    "not_modified": ("an answer of 304 ÷ the constant", "≤ 1.0"),
    "rotating_ms_100x": ("200 different questions in turn, ms of processor time each", ""),
    "refresh_ms": ("the first answer after a change, ms later than any other", ""),
    **{
        f"{method.lower()}_ms_100x": (
            f"{method} of an event of five sessions, ms of processor time of the worker",
            "≤ 10",
        )
        for method in ("PATCH", "PUT", "POST")
    },
    **{
        f"refresh_{count}": (
            f"a refresh after {count:,} scattered changes, ms of processor time",
            f"≤ {goal}" if goal else "",
        )
        for count, goal in {1: 3, 20: 20, 200: 100, 2_000: 250, 10_000: None}.items()
    },
    "whole_reading": ("reading everything instead, ms of processor time", ""),
    **{
        f"writes_{rate}": (
            f"answers a second during {rate} scattered writes a second ÷ without writes",
            "≥ 0.7" if rate == 50 else "",
        )
        for rate in (5, 50)
    },
    "bulk_worst_ms": (
        "the slowest answer while 10,000 scattered changes are read, ms",
        "≤ 250",
    ),
    "search_ms_100x": ("the search by itself with all counts, ms of processor time", ""),
    "recall": ("share of misspelt names that find their product first", ""),
    "rss_mb_100x": ("memory of the largest worker after a rebuild, MB", ""),
    **{
        f"pss_mb_{number}": (
            f"memory of {number} workers and their server after questions and changes, MB",
            "",
        )
        for number in (1, 4, 8)
    },
    "start_ms_100x": ("from the start of the server until it is ready, ms", ""),
}
# Told beside the value, where a figure has it.
BESIDE = {
    "bytes": "bytes {}",
    "mean_bytes": "answers of {} bytes",
    "processor_ms": "{} ms of processor time",
    "normal_ms": "another answer takes {} ms",
    "of_whole": "{} of reading everything",
    "elapsed_ms": "{} ms in all",
    "without_per_second": "without writes {}",
    "p99_ms": "99 % within {} ms",
    "cost_ms": "{} ms of processor time for each answer and the refreshes",
    "after_a_rebuild": "after reading everything again {}",
    "p95": "95 % within {}",
    "p99": "99 % of the responses within {} ms",
    "per_second": "{} responses a second at least",
    "own_ms": "ours {} ms",
    "worst": "worst {}",
    "queries": "{} queries",
    "names": "names: {}",
    "at_start": "at the start {}",
    "first_answer_ms": "first answer after {} ms",
}


def table(results: dict[str, Any]) -> str:
    rows = [*HEAD, *(_row(name, results[name]) for name in FIGURES if name in results)]
    if quality := results.get("quality"):
        rows += ["", *_quality(quality)]
    for title, found in (("once", results), ("100 times", results.get("peers_100x"))):
        if found and "ms_per_request" in found:
            rows += ["", *_costs(title, found)]
    return "\n".join([*rows, "", _about(results)])


def page(results: dict[str, Any]) -> None:
    """Write the table and the plot into the documentation."""
    from benchmarks.plot import draw

    draw(results, PLOT)
    text = PAGE.read_text()
    before, rest = text.split(START)
    _, after = rest.split(END)
    PAGE.write_text(f"{before}{START}\n{table(results)}\n{END}{after}")


def _row(name: str, figure: dict[str, Any]) -> str:
    says, wanted = FIGURES[name]
    value = figure.get("ratio", figure.get("value"))
    beside = [text.format(figure[key]) for key, text in BESIDE.items() if key in figure]
    rounds = figure["rounds"]
    spread = f"{min(rounds):.4g} to {max(rounds):.4g} ({len(rounds)})" if rounds[1:] else ""
    label = f"{says} ({'; '.join(beside)})" if beside else says
    return f"| {label} | **{value:.4g}** | {spread} | {wanted} |"


def _quality(quality: dict[str, Any]) -> list[str]:
    title = (
        f"Share of {quality['queries']:,} queries that find what is meant first, by what is wrong "
        f"with them (names: {quality['names']}):"
    )
    return [
        title,
        "",
        "| class | queries | right |",
        "| --- | --- | --- |",
        *(
            f"| {title} | {each['queries']} | {each['share']:.1%} |"
            for title, each in quality["classes"].items()
        ),
    ]


def _costs(title: str, found: dict[str, Any]) -> list[str]:
    costs = found["ms_per_request"]
    size = f"a page of {found['page_bytes']:,} bytes"
    return [
        f"Milliseconds of processor time for {size}, with {title} the catalogue:",
        "",
        f"| {' | '.join(costs)} |",
        f"|{' --- |' * len(costs)}",
        f"| {' | '.join(f'{cost:.3g}' for cost in costs.values())} |",
    ]


def _about(results: dict[str, Any]) -> str:
    versions = ", ".join(f"{name} {number}" for name, number in results["versions"].items())
    how = "a quick run" if results["quick"] else "a whole run"
    return (
        f"From {how} of {results['seconds']} s on {results['cores']} cores; "
        f"Python {results['python']}, {versions}."
    )

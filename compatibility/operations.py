"""The breaks between two versions of an API, operation by operation."""

from collections.abc import Iterator, Mapping
from typing import Any

from compatibility.document import Document, Node
from compatibility.normal import normal
from compatibility.schemas import Comparison

# Clients must expect errors, and get a 304 only if they send a condition.
EXPECTED = ("304", "4", "5", "default")


def breaks(before: Node, after: Node) -> list[str]:
    """Return the changes in `after` that break a client of `before`."""
    old, new = Document(normal(before)), Document(normal(after))
    sent, answered = Comparison(old, new, sent=True), Comparison(old, new, sent=False)
    now = dict(new.operations())
    found: list[str] = []
    if old.server != new.server:
        found.append(f"the server {old.server} is now {new.server}")
    for place, operation in old.operations():
        if place not in now:
            found.append(f"{place} was removed")
            continue
        found += _names(operation, now[place], place)
        servers = operation["server"], now[place]["server"]
        if servers[0] != servers[1] and servers != (old.server, new.server):
            found.append(f"{place}: the server {servers[0]} is now {servers[1]}")
        found += _parameters(operation, now[place], place, sent)
        found += _body(operation, now[place], place, sent)
        found += _responses(operation, now[place], place, answered)
    return sorted(set(found))


def _names(before: Node, after: Node, place: str) -> Iterator[str]:
    """Yield the changes of what clients take names from, and of the required security."""
    for name in ("operationId", "tags", "security"):
        if before.get(name) != after.get(name):
            yield f"{place}: the {name} {before.get(name)} is now {after.get(name)}"


def _parameters(before: Node, after: Node, place: str, sent: Comparison) -> Iterator[str]:
    taken, now = _by_place(sent.before, before), _by_place(sent.after, after)
    for key in now.keys() - taken.keys():
        if now[key].get("required"):
            yield f"{place}: the parameter {key} is new and required"
    for key, parameter in taken.items():
        if key not in now:
            yield f"{place}: the parameter {key} was removed"
            continue
        if now[key].get("required") and not parameter.get("required"):
            yield f"{place}: the parameter {key} is now required"
        for word in ("style", "explode"):
            if parameter.get(word) != now[key].get(word):
                yield f"{place}: the {word} of the parameter {key} is now {now[key].get(word)}"
        yield from _schema(parameter, now[key], f"{place} ({key})", sent)


def _by_place(document: Document, operation: Node) -> dict[str, Node]:
    found = map(document.resolved, operation["parameters"])
    return {f"{parameter['in']} {parameter['name']}": parameter for parameter in found}


def _body(before: Node, after: Node, place: str, sent: Comparison) -> Iterator[str]:
    taken = sent.before.resolved(before.get("requestBody"))
    now = sent.after.resolved(after.get("requestBody"))
    if taken and not now:
        yield f"{place}: the body was removed"
    elif now and now.get("required") and not (taken and taken.get("required")):
        yield f"{place}: the body is now required"
    if taken and now:
        yield from _contents(taken, now, f"{place} (body)", sent)


def _responses(before: Node, after: Node, place: str, answered: Comparison) -> Iterator[str]:
    given, now = before["responses"], after["responses"]
    for status in now.keys() - given.keys():
        if not status.startswith(EXPECTED):
            yield f"{place} has the new status {status}"
    for status, response in given.items():
        where = f"{place} (status {status})"
        if status not in now:
            yield f"{where} was removed"
            continue
        old, new = answered.before.resolved(response), answered.after.resolved(now[status])
        yield from _headers(old, new, where, answered)
        yield from _links(old, new, where, answered)
        yield from _contents(old, new, where, answered)


def _headers(before: Node, after: Node, where: str, answered: Comparison) -> Iterator[str]:
    now = after.get("headers", {})
    for name, header in before.get("headers", {}).items():
        if name not in now:
            yield f"{where} no longer has the header {name}"
            continue
        old, new = answered.before.resolved(header), answered.after.resolved(now[name])
        if old.get("required") and not new.get("required"):
            yield f"{where} may omit the header {name}"
        yield from _schema(old, new, f"{where} {name}", answered)


def _links(before: Node, after: Node, where: str, answered: Comparison) -> Iterator[str]:
    now = after.get("links", {})
    for name, link in before.get("links", {}).items():
        if name not in now:
            yield f"{where} no longer has the link {name}"
            continue
        old, new = answered.before.resolved(link), answered.after.resolved(now[name])
        if old | {"description": ""} != new | {"description": ""}:
            yield f"{where}: the link {name} changed"


def _contents(before: Node, after: Node, where: str, schemas: Comparison) -> Iterator[str]:
    now: Mapping[str, Any] = after.get("content", {})
    for media_type, content in before.get("content", {}).items():
        if media_type not in now:
            yield f"{where} no longer has {media_type}"
        else:
            yield from _schema(content, now[media_type], where, schemas)


def _schema(before: Node, after: Node, where: str, schemas: Comparison) -> Iterator[str]:
    """Yield the breaks in the schema of a parameter, a header or a media type."""
    if ("content" in before) != ("content" in after):
        yield f"{where} changed between `schema` and `content`"
    elif "content" in before:
        yield from _contents(before, after, where, schemas)
    else:
        yield from schemas.breaks(before.get("schema", {}), after.get("schema", {}), where)

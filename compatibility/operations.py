"""The breaks between two versions of an API, operation by operation."""

from collections.abc import Iterator, Mapping
from typing import Any

from compatibility.document import Document, Node
from compatibility.normal import normal
from compatibility.schemas import Comparison

# Errors are expected, told one by one or by default, and a 304 comes to those who ask for it.
EXPECTED = ("304", "4", "5", "default")


def breaks(before: Node, after: Node) -> list[str]:
    """Return what a client of the API `before` meets with the API `after`; [] when nothing."""
    old, new = Document(normal(before)), Document(normal(after))
    sent, answered = Comparison(old, new, sent=True), Comparison(old, new, sent=False)
    now = dict(new.operations())
    found: list[str] = []
    if old.server != new.server:
        found.append(f"the server {old.server} is now {new.server}")
    for place, operation in old.operations():
        if place not in now:
            found.append(f"{place} is gone")
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
    """Yield what a client's methods and modules are named by, and what opens them, if it moved."""
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
            yield f"{place}: the parameter {key} is gone"
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
        yield f"{place}: the body is gone"
    elif now and now.get("required") and not (taken and taken.get("required")):
        yield f"{place}: the body is now required"
    if taken and now:
        yield from _contents(taken, now, f"{place}, its body,", sent)


def _responses(before: Node, after: Node, place: str, answered: Comparison) -> Iterator[str]:
    given, now = before["responses"], after["responses"]
    for status in now.keys() - given.keys():
        if not status.startswith(EXPECTED):
            yield f"{place} can answer {status}, as never before"
    for status, response in given.items():
        where = f"{place}, its {status},"
        if status not in now:
            yield f"{where} is gone"
            continue
        told, tells = answered.before.resolved(response), answered.after.resolved(now[status])
        yield from _headers(told, tells, where, answered)
        yield from _links(told, tells, where, answered)
        yield from _contents(told, tells, where, answered)


def _headers(before: Node, after: Node, where: str, answered: Comparison) -> Iterator[str]:
    now = after.get("headers", {})
    for name, header in before.get("headers", {}).items():
        if name not in now:
            yield f"{where} has no header {name} any more"
            continue
        told, tells = answered.before.resolved(header), answered.after.resolved(now[name])
        if told.get("required") and not tells.get("required"):
            yield f"{where} can leave out the header {name}"
        yield from _schema(told, tells, f"{where} {name}", answered)


def _links(before: Node, after: Node, where: str, answered: Comparison) -> Iterator[str]:
    now = after.get("links", {})
    for name, link in before.get("links", {}).items():
        if name not in now:
            yield f"{where} has no link {name} any more"
            continue
        told, tells = answered.before.resolved(link), answered.after.resolved(now[name])
        if told | {"description": ""} != tells | {"description": ""}:
            yield f"{where}: the link {name} changed"


def _contents(before: Node, after: Node, where: str, way: Comparison) -> Iterator[str]:
    now: Mapping[str, Any] = after.get("content", {})
    for media_type, content in before.get("content", {}).items():
        if media_type not in now:
            yield f"{where} is no longer {media_type}"
        else:
            yield from _schema(content, now[media_type], where, way)


def _schema(before: Node, after: Node, where: str, way: Comparison) -> Iterator[str]:
    """Yield the breaks of what a parameter, a header or a media type holds."""
    if ("content" in before) != ("content" in after):
        yield f"{where} is written in another way: as a media type, or no longer as one"
    elif "content" in before:
        yield from _contents(before, after, where, way)
    else:
        yield from way.breaks(before.get("schema", {}), after.get("schema", {}), where)

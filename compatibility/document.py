"""Reads a document: its operations and its references."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

type Node = Mapping[str, Any]

METHODS = ("get", "put", "post", "delete", "options", "head", "patch", "trace")


class Unreadable(Exception):
    """A document cannot be compared."""


@dataclass(frozen=True, slots=True)
class Document:
    content: Node

    @property
    def server(self) -> str:
        return _address(self.content) or "/"

    def operations(self) -> Iterator[tuple[str, Node]]:
        """Yield each operation under its method and path, as in `GET /events/`."""
        for path, entry in self.content["paths"].items():
            item = self.resolved(entry)
            shared = item["parameters"]
            for method in METHODS:
                if method in item:
                    own = item[method]["parameters"]
                    defaults = {"security": self.content["security"]}
                    server = _address(item[method]) or _address(item) or self.server
                    operation = {"parameters": shared + own, "server": server}
                    yield f"{method.upper()} {path}", defaults | item[method] | operation

    def referred(self, reference: str) -> Any:
        """Return the target of a reference, which can be a reference too."""
        place: Any = self.content
        try:
            for step in reference.removeprefix("#/").split("/"):
                place = place[step.replace("~1", "/").replace("~0", "~")]
        except (LookupError, TypeError):
            raise Unreadable(f"the reference {reference} has no target") from None
        return place

    def resolved(self, node: Any) -> Any:
        """Return the final target of a reference, or the node itself if it is not a reference."""
        if isinstance(node, Mapping) and "$ref" in node:
            return self.resolved(self.referred(node["$ref"]))
        return node

    def whole(self, schema: Node) -> Node:
        """Return a schema merged with the one that it refers to, because both apply."""
        if "$ref" not in schema:
            return schema
        return joined(beside(schema), self.whole(self.referred(schema["$ref"])))

    def reached(self, node: Any) -> dict[str, Any]:
        """Return all direct and indirect targets of a node's references."""
        found: dict[str, Any] = {}
        parts = [node]
        while parts:
            part = parts.pop()
            if isinstance(part, Mapping):
                parts += part.values()
                reference = part.get("$ref")
                if isinstance(reference, str) and reference not in found:
                    found[reference] = self.referred(reference)
                    parts.append(found[reference])
            elif isinstance(part, list):
                parts += part
        return found


def name_of(node: Node) -> str | None:
    """Return the name of a referenced schema, which generated types get, or None."""
    reference = node.get("$ref")
    return reference.rpartition("/")[2] if reference else None


def beside(schema: Node) -> Node:
    """Return the keywords of a schema other than `$ref`."""
    return {keyword: value for keyword, value in schema.items() if keyword != "$ref"}


def joined(one: Node, other: Node) -> Node:
    """Return one schema that requires what two require; as `allOf` if a keyword differs."""
    clash = any(one[keyword] != other[keyword] for keyword in one.keys() & other.keys())
    return {"allOf": [one, other]} if clash else {**one, **other}


def _address(node: Node) -> str | None:
    servers = node.get("servers")
    return (servers[0]["url"].rstrip("/") or "/") if servers else None

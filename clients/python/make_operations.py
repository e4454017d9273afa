"""`python make_operations.py PACKAGE`: write `operations.py`, a method for each operation.

The generated functions take the client as an argument, and their results can be problems. The
methods have neither: their parameters and results are read from the functions.
"""

import ast
import re
import sys
from collections.abc import Iterator
from pathlib import Path

HEAD = '''"""A method for each operation of the API: made from the generated functions."""

import datetime  # noqa: F401
from typing import Any

'''
# What the session itself looks after, and what its errors say.
IGNORED = "# type: ignore[no-any-return]"
HIDDEN, NO_DATA = {"client", "if_none_match"}, {"Any", "None"}
# The class of the document of a refusal.
REFUSAL = re.compile(r"response_[45]\d\d = (\w+)\.from_dict")


def functions(package: Path) -> Iterator[tuple[str, str, ast.FunctionDef, str]]:
    """Yield the tag, the name, the synchronous function and the result of each operation."""
    for file in sorted((package / "api").glob("*/*.py")):
        source = file.read_text("utf-8")
        for node in ast.parse(source).body:
            if isinstance(node, ast.FunctionDef) and node.name == "sync_detailed":
                yield file.parent.name, file.stem, node, result(node, source)


def result(function: ast.FunctionDef, source: str) -> str:
    """Return the type of the data of a successful response."""
    assert isinstance(function.returns, ast.Subscript)
    parts = ast.unparse(function.returns.slice).split(" | ")
    others = NO_DATA | set(REFUSAL.findall(source))
    return " | ".join(part for part in parts if part not in others) or "None"


def method(tag: str, name: str, function: ast.FunctionDef, returned: str, *, awaited: bool) -> str:
    arguments = function.args
    named = [each for each in arguments.kwonlyargs if each.arg not in HIDDEN]
    defaults = {
        each.arg: default
        for each, default in zip(arguments.kwonlyargs, arguments.kw_defaults, strict=True)
    }
    given = ["self", *map(ast.unparse, arguments.args)]
    if named:
        given.append("*")
    for each in named:
        default = defaults[each.arg]
        given.append(ast.unparse(each) + (f" = {ast.unparse(default)}" if default else ""))
    passed = [f"{each.arg}={each.arg}" for each in [*arguments.args, *named]]
    word, call, variant = ("async def", "await ", "asyncio") if awaited else ("def", "", "sync")
    doc = (ast.get_docstring(function) or "").split("\n\nArgs:")[0].replace('"""', "'''")
    indented = doc.replace("\n", "\n        ").replace("        \n", "\n")
    function_name = f"{tag}_{name}.{variant}_detailed"
    return f'''
    {word} {name}({", ".join(given)}) -> {returned}:
        """{indented}
        """
        return {call}self._run({", ".join([function_name, *passed])})  {IGNORED}
'''


def imports(package: Path) -> str:
    """Return the imports of every type that a signature can name."""
    found: set[str] = set()
    for file in (package / "api").glob("*/*.py"):
        for node in ast.parse(file.read_text("utf-8")).body:
            if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("models."):
                found.add(f"from .{node.module} import {', '.join(n.name for n in node.names)}")
    return "\n".join(sorted(found))


def written(package: Path) -> str:
    known = list(functions(package))
    modules = "\n".join(f"from .api.{tag} import {name} as {tag}_{name}" for tag, name, *_ in known)
    lines = [HEAD, modules, "\n", imports(package), "\nfrom .types import UNSET, File, Unset\n"]
    for kind, awaited in (("Operations", False), ("AsyncOperations", True)):
        word = "async def" if awaited else "def"
        lines.append(f'\n\nclass {kind}:\n    """The operations, each as a method."""\n\n')
        lines.append(f"    {word} _run(self, operation: Any, **arguments: Any) -> Any:\n")
        lines.append("        raise NotImplementedError\n")
        lines += [method(*each, awaited=awaited) for each in known]
    return "".join(lines)


if __name__ == "__main__":
    target = Path(sys.argv[1])
    (target / "operations.py").write_text(written(target), "utf-8")

"""The page's modules as one script and its style sheets as one: two requests in place of seventy."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable
from functools import cache
from importlib import resources

FIRST = "app.js"
# in the order of the page: later ones may refine what earlier ones say
SHEETS = ("app", "data", "land", "engine", "tools", "ask", "wall")
IMPORT = re.compile(r'^import\s+(?P<what>[^;"]+?)\s+from\s+"(?P<path>[^"]+)";\n', re.MULTILINE)
EXPORT = re.compile(r"^export (?=(?:async )?(?:function|const|class) (?P<name>\w+))", re.MULTILINE)
EXPORTED = re.compile(r"^export \{(?P<names>[^}]+)\};\n", re.MULTILINE)
ANY = re.compile(r"^(?:import|export)\b.*", re.MULTILINE)


class NotJoined(ValueError):
    """A module uses a form of import or export that the joined script does not know."""

    def __init__(self, module: str, line: str) -> None:
        super().__init__(
            f"{module}: {line!r}; 只认命名导入与声明导出, 循环中不可命名导入 | "
            "only named imports and exported declarations, and in a circle of modules whole ones"
        )


@cache
def sheet() -> str:
    """All style sheets for the screen."""
    return "\n".join(_text(f"{name}.css") for name in SHEETS)


@cache
def script() -> str:
    """All modules of the page."""
    return joined(lambda name: _text(f"js/{name}"))


def joined(read: Callable[[str], str]) -> str:
    """Modules as one: each a function of its own, run in the order in which a browser would run them.

    ``window.luodiModules`` has them by name, for whoever looks into the page from outside.

    Args:
        read: A module's text by its name; ``app.js`` is the first.

    Raises:
        NotJoined: a module cannot be read.
    """
    order: list[str] = []
    _visit(FIRST, read, [], order)
    modules = "\n".join(_wrapped(name, read(name), order) for name in order)
    known = ", ".join(f'"{name}": {{}}' for name in order)
    return f'"use strict";\nconst modules = {{ {known} }};\n{modules}\nwindow.luodiModules = modules;\n'


def _visit(name: str, read: Callable[[str], str], path: list[str], order: list[str]) -> None:
    """A module after all that it imports; a circle is entered where it was met first."""
    if name in order or name in path:
        return
    for found in IMPORT.finditer(read(name)):
        _visit(_beside(name, found["path"]), read, [*path, name], order)
    order.append(name)


def _wrapped(name: str, text: str, order: list[str]) -> str:
    before = set(order[: order.index(name)])

    def taken(found: re.Match[str]) -> str:
        source, what = _beside(name, found["path"]), found["what"]
        if what.startswith("* as "):
            return f'const {what.removeprefix("* as ")} = modules["{source}"];\n'
        if not what.startswith("{") or source not in before:
            raise NotJoined(name, found.group().strip())
        return f'const {what.replace(" as ", ": ")} = modules["{source}"];\n'

    names = [found["name"] for found in EXPORT.finditer(text)]
    names += [one.strip() for found in EXPORTED.finditer(text) for one in found["names"].split(",")]
    body = EXPORTED.sub("", EXPORT.sub("", IMPORT.sub(taken, text)))
    left = ANY.search(body)
    if left:
        raise NotJoined(name, left.group())
    # as in a module, what is exported may be read before it is known where it is declared
    given = "".join(f'Object.defineProperty(it, "{one}", {{ get: () => {one} }});\n' for one in names)
    return f'// {name}\n((it) => {{\n{given}{body}}})(modules["{name}"]);'


def _beside(name: str, path: str) -> str:
    return posixpath.normpath(posixpath.join(posixpath.dirname(name), path))


def _text(name: str) -> str:
    return resources.files("maps").joinpath("web", *name.split("/")).read_text(encoding="utf-8")

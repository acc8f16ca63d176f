"""How the house is read: who imports whom, who calls what, from the source alone and with the offender's name."""

import ast
import re
import sys
from pathlib import Path, PurePosixPath

ROOT = Path(__file__).resolve().parents[1]
# Left may import right, never the other way round.
LAYERS = (("web", "api"), ("paper",), ("commands",), ("realtime",), ("queries",), ("models",), ("domain",))
RANK = {layer: rank for rank, layers in enumerate(LAYERS) for layer in layers}
NAMELESS = {"utils", "helpers", "common", "manager", "managers", "service", "services", "handler", "handlers", "misc"}
ALLOWED_CALLS = {  # the few modules where a call everyone else must not make is made
    "emit": {"fadjma/realtime/pump.py", "fadjma/realtime/transport/engine.py"},
    "commit": {"fadjma/commands/__init__.py"},
    "print": set(),
}
FRENCH = re.compile("[àâæçéèêëîïôœùûüÿ«»’]", re.IGNORECASE)
WITHOUT_FRENCH = ("domain", "commands", "realtime", "queries", "models")


def sources(*folders):
    """Return {path from the root: source} of every Python file below `folders`."""
    paths = (path for folder in folders for path in sorted((ROOT / folder).rglob("*.py")))
    return {path.relative_to(ROOT).as_posix(): path.read_text() for path in paths}


def layer(module):
    """Return the layer a dotted name belongs to: `web` for `fadjma.web.auth`; None outside the package."""
    parts = module.split(".")
    return parts[1] if parts[0] == "fadjma" and len(parts) > 1 else "" if parts[0] == "fadjma" else None


def dotted(path):
    """Return the package a module's relative imports start from."""
    return ".".join(PurePosixPath(path).parent.parts)


def imports(path, source):
    """Return (line, dotted name) of everything a module imports, inside functions and by `import_module` too."""
    found = []
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            found += [(node.lineno, alias.name) for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            package = dotted(path).split(".")
            base = package[: len(package) - node.level + 1] if node.level else []
            origin = ".".join([*base, *filter(None, [node.module])])
            found += [(node.lineno, f"{origin}.{alias.name}") for alias in node.names]
        elif isinstance(node, ast.Call) and called(node) in ("import_module", "__import__"):
            found += [(node.lineno, a.value) for a in node.args if isinstance(a, ast.Constant) and isinstance(a.value, str)]
    return found


def called(node):
    """Return the last word of what a call calls: `emit` for `socketio.emit(…)`."""
    return getattr(node.func, "attr", getattr(node.func, "id", ""))


def wrong_way(files):
    """Return the imports that go leftwards, sideways, or out of `domain` into anything but the standard library."""
    found = []
    for path, source in files.items():
        here = layer(f"{dotted(path)}.{PurePosixPath(path).stem}".replace(".__init__", ""))
        if here in RANK:
            reached = [(line, name, layer(name)) for line, name in imports(path, source)]
            found += [f"{path}:{line} imports {name}" for line, name, there in reached if not may(here, name, there)]
    return found


def may(here, name, there):
    """Return whether layer `here` may import `name`, which is in layer `there`."""
    if here == "domain":
        return there == "domain" or (there is None and name.split(".")[0] in sys.stdlib_module_names)
    if there is None or there in ("extensions", "languages", here):
        return True
    return there in RANK and RANK[here] < RANK[there]


def other_verbs(files):
    """Return what commands import from `realtime` beyond its one verb, `record`; `@command` itself writes and rings."""
    return [
        f"{path}:{line} imports {name}"
        for path, source in files.items()
        if path.startswith("fadjma/commands/") and path != "fadjma/commands/__init__.py"
        for line, name in imports(path, source)
        if layer(name) == "realtime" and name != "fadjma.realtime.record"
    ]


def calls(files):
    """Return the calls that only a named few modules may make."""
    return [
        f"{path}:{node.lineno} calls {called(node)}"
        for path, source in files.items()
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.Call) and path not in ALLOWED_CALLS.get(called(node), {path})
    ]


def undescribed(files):
    """Return the modules that do not say what lives in them."""
    return [path for path, source in files.items() if not (ast.get_docstring(ast.parse(source)) or "").strip()]


def nameless(files):
    """Return the modules and packages whose name names nothing."""
    return [path for path in files if NAMELESS & {*PurePosixPath(path).with_suffix("").parts}]


def french(files):
    """Return the French strings where only codes belong: the words a person reads are in templates and labels."""
    found = []
    for path, source in files.items():
        if layer(f"{dotted(path)}.x") in WITHOUT_FRENCH:
            tree = ast.parse(source)
            documented = (ast.Module, ast.ClassDef, ast.FunctionDef)
            described = {ast.get_docstring(n, clean=False) for n in ast.walk(tree) if isinstance(n, documented)}
            found += [
                f"{path}:{node.lineno} says {node.value!r}"
                for node in ast.walk(tree)
                if isinstance(node, ast.Constant) and isinstance(node.value, str)
                and node.value not in described and FRENCH.search(node.value)
            ]  # fmt: skip
    return found

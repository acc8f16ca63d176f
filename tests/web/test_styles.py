"""Every class that a page of a role uses has its rules in the styles which that role loads."""

import re
from pathlib import Path

import pytest

from fadjma.web.sources import STYLES, STYLES_OF
from tests.architecture import ROOT

SIGNED_IN = ["account", "notifications", "errors", "."]
FOLDERS = {role: [role, *SIGNED_IN] for role in ("patient", "doctor", "pharmacist", "admin")}
FOLDERS["open"] = ["auth", "errors", "."]
CLASS = re.compile(r"\.([a-z][a-z-]*)(?![\w-]*\()")


def classes_of(names):
    """Return the classes that the given sources have rules for."""
    found: set[str] = set()
    for name in names:
        text = re.sub(r'url\("[^"]*"\)', "", (ROOT / "static/css" / f"{name}.css").read_text())
        found |= set(CLASS.findall(re.sub(r"\{[^{}]*\}", "{}", text)))
    return found


def sources(template, seen):
    """Add to `seen` the template and all it includes, imports or extends."""
    path = ROOT / "templates" / template
    if template in seen or not path.exists():
        return seen
    seen.add(template)
    for name in re.findall(r'(?:include|import|from|extends) "([^"]+)"', path.read_text()):
        sources(name, seen)
    return seen


@pytest.mark.parametrize("role", sorted(FOLDERS))
def test_a_role_loads_the_styles_of_its_pages(role):
    templates: set[str] = set()
    for folder in FOLDERS[role]:
        for path in (ROOT / "templates" / folder).glob("*.html"):
            if path.stem == "styleguide":  # has them all
                continue
            sources((Path(folder) / path.name).as_posix(), templates)
    text = "".join((ROOT / "templates" / name).read_text() for name in templates)
    used = {word for value in re.findall(r'class="([^"]*)"', text) for word in re.findall(r"[a-z][a-z-]*", value)}
    loaded = STYLES + STYLES_OF[role] + ["utilities"]  # print.css speaks of what others draw
    everything = [path.stem for path in (ROOT / "static/css").iterdir()]
    assert (used & classes_of(everything)) - classes_of(loaded) == set()

"""The guides name what there is: every file, folder and fact that a README or a page of docs/ speaks of."""

import re
from pathlib import Path

import pytest

from fadjma.domain import events

ROOT = Path(__file__).parent.parent
GUIDES = sorted(
    str(path.relative_to(ROOT))
    for place in (".", "docs", "fadjma", "static", "tests", "bench", "fadjma/realtime/transport")
    for path in (ROOT / place).glob("*.md")
)
ROOMS = ("", "fadjma", "static", "static/js", "templates")
FILE = r"[\w./-]+\.(?:py|js|css|md|html|csv|toml|svg|conf|txt)"
NAMED = re.compile(rf"`({FILE})`|\]\(({FILE})\)|`([\w/-]+/)`")
MADE = {  # not in the tree: made as it runs, or an example of a name
    *("css/patient.css", "/service-worker.js", "_name.html", "instance/", "instance/screens/", "processes.conf"),
    *("results/latest.json", "latest.md", "docs/pictures/bench.svg"),
}


def is_there(name, guide):
    """Is there such a file or folder: from a room, beside the guide, or, named without its folder, anywhere in a room?"""
    if any((base / name).exists() for base in ((ROOT / guide).parent, *(ROOT / room for room in ROOMS))):
        return True
    return "/" not in name.rstrip("/") and any(True for room in ("fadjma", "templates") for _ in (ROOT / room).rglob(name))


@pytest.mark.parametrize("guide", GUIDES)
def test_a_guide_names_no_file_that_is_not_there(guide):
    named = {"".join(found) for found in NAMED.findall((ROOT / guide).read_text())} - MADE
    assert {name for name in named if not name.startswith("/") and not is_there(name, guide)} == set()


def test_the_readme_and_the_tour_name_many():
    assert all(len(NAMED.findall((ROOT / guide).read_text())) > 20 for guide in ("README.md", "fadjma/README.md"))


def test_the_tour_names_no_fact_that_is_none():
    tour = (ROOT / "fadjma/README.md").read_text()
    rows = re.findall(r"^\|[^|]*\|([^|]*)\|[^|]*\|$", tour.split("## The notify functions")[1].split("\n## ")[0], re.M)
    facts = {name for row in rows for name in re.findall(r"`([A-Z]\w+)`", row)}
    assert len(facts) > 15
    assert {name for name in facts if not hasattr(events, name)} == set()

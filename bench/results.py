"""The results: what a run leaves behind. A whole run is kept as `latest` and drawn for the README; others beside it."""

import json
from pathlib import Path

from . import plot, report
from .figures import Figure

FOLDER = Path(__file__).parent / "results"
PICTURE = Path(__file__).parents[1] / "docs" / "pictures" / "bench.svg"


def keep(figures, surroundings, kind):
    """Write the JSON and the table of a run of this kind ("latest", "quick", "partial"); return their place."""
    FOLDER.mkdir(exist_ok=True)
    said = json.dumps(report.as_json(figures, surroundings), indent=1, ensure_ascii=False)
    (FOLDER / f"{kind}.json").write_text(said + "\n")
    (FOLDER / f"{kind}.md").write_text(report.table(figures) + "\n")
    picture = PICTURE if kind == "latest" else FOLDER / f"{kind}.svg"
    picture.write_text(plot.draw(figures, caption(surroundings)))
    return FOLDER / f"{kind}.json"


def read(kind="latest"):
    """Return (figures, surroundings) of a run that was kept."""
    said = json.loads((FOLDER / f"{kind}.json").read_text())
    figures = [Figure(*(one[name] for name in ("key", "what", "unit", "values"))) for one in said.pop("figures")]
    return figures, said


def caption(surroundings):
    """Return when and on what a run was measured."""
    named = dict(pair for versions in surroundings["versions"].values() for pair in versions.items())
    shown = [
        f"{name} {named[name]}" for name in ("python", "node", "express", "socket.io", "flask-socketio") if name in named
    ]
    return f"{surroundings['at'][:10]}, {surroundings['cores']} cores, {', '.join(shown)}"

"""npm: a peer's packages, installed from its lock file the first time and after each change of it."""

import shutil
import subprocess


class NoNode(Exception):
    """There is no Node.js on this machine."""


def install(folder):
    """Install what `folder` locks. Raises NoNode."""
    if not (shutil.which("node") and shutil.which("npm")):
        raise NoNode("Node.js 18 or newer is missing: install the packages nodejs and npm, for the peer on Node.")
    mark, lock = folder / "node_modules" / ".installed", folder / "package-lock.json"
    if not mark.exists() or mark.stat().st_mtime < lock.stat().st_mtime:
        command = ["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"]
        subprocess.run(command, cwd=folder, check=True)
        mark.touch()

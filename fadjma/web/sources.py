"""What is joined into the files a phone asks for: one style sheet a role, and one script for everybody.

One source file per thing on screen or at work; joined, since each request costs a phone on a slow network nearly a second
and takes its share of the bytes that another one waits for (docs/performance.md).
"""

import itertools
import re

import rjsmin

# What every page uses, and what the pages of a role use besides. The order is the cascade's.
STYLES = """
    layers reset tokens icons base layout nav button card status path form dialog lock toast notification connection
""".split()
STYLES_OF = {
    "open": ["register"],
    "patient": ["table", "timeline", "record", "acts", "today", "plot", "posology"],
    "doctor": ["table", "timeline", "groups", "record", "desk", "acts", "plot", "posology"],
    "pharmacist": ["table", "stock", "columns", "record", "acts", "posology"],
    "admin": ["table", "tiles", "plot", "record", "acts", "verify"],
}
STYLES_OF["styleguide"] = [*dict.fromkeys(itertools.chain(*STYLES_OF.values())), "styleguide"]  # in development
LAST_STYLES = ["utilities", "print"]
# Libraries as they are published, one of them a module (in this order they compress best); then our modules, in the order of
# who needs whom.
LIBRARIES = ["idiomorph-0.8.0.min", "htmx-2.0.11.min"]
CLIENT = "socket.io-client-4.8.4.esm.min"
SCRIPTS = """
    times session toasts swap turn live forms lock menu requests shell connection_line connection keys combobox scanner app
""".split()
_COMMENTS = re.compile(rb"/\*.*?\*/", re.DOTALL)
# A space before a colon is kept: it tells `.card :focus` from `.card:focus`. (rcssmin drops it inside @layer.)
_MARGINS = re.compile(rb"\\\n|\s*([{};,>])\s*|(?<=:)\s+|\s*\n\s*")
_BORDERS = re.compile(rb"(?m)^import [^;]*';$|^export ")
_EXPORTS = re.compile(rb"export\{[^}]*?([\w$]+) as io[,}][^;]*;\s*$")


def _joined(folder, names, ending):
    return b"".join((folder / f"{name}{ending}").read_bytes() for name in names)


def stylesheet(root, role):
    """Return the styles of a role's pages as one file, without comments and margins."""
    styles = _COMMENTS.sub(b"", _joined(root / "css", STYLES + STYLES_OF[role] + LAST_STYLES, ".css"))
    return _MARGINS.sub(rb"\1", styles).strip()


def _client(root):
    """Return the Socket.IO client in a scope of its own, since it has many short names: `io` is what we use of it."""
    return b"const io=(()=>{" + _EXPORTS.sub(rb"return \1})();", _joined(root / "vendor", [CLIENT], ".js"))


def script(root):
    """Return every page's script: the libraries, and our modules, small, which share a scope: a name belongs to one."""
    modules = rjsmin.jsmin(_BORDERS.sub(b"", _joined(root / "js", SCRIPTS, ".js")).decode())
    ours = b"'use strict';\n" + _client(root) + modules.encode()
    return _joined(root / "vendor", LIBRARIES, ".js") + b";(()=>{" + ours + b"\n})();"

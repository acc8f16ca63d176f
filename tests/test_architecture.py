"""The shape of the house: imports go rightwards, few may emit or commit, and everything says what it is."""

import pytest
from jinja2 import Environment, nodes

from tests import architecture
from tests.architecture import ROOT

CHECKS = {
    architecture.wrong_way: [
        ("fadjma/domain/stock.py", "import flask"),
        ("fadjma/domain/stock.py", "def f():\n    from ..extensions import db"),
        ("fadjma/domain/stock.py", "from ..models.stock import StockItem"),
        ("fadjma/domain/stock.py", "from ..languages import _"),
        ("fadjma/models/stock.py", "from ..queries import stock"),
        ("fadjma/queries/stock.py", "def f():\n    import fadjma.realtime.journal"),
        ("fadjma/realtime/pump.py", "from .. import commands"),
        ("fadjma/realtime/pump.py", "import importlib\nimportlib.import_module('fadjma.web.labels')"),
        ("fadjma/commands/stock.py", "from fadjma.api import stock"),
        ("fadjma/web/patient/home.py", "from ...api import stock"),
        ("fadjma/api/stock.py", "from ..web.labels import REFUSALS"),
        ("fadjma/web/auth.py", "from .. import create_app"),
        ("fadjma/web/__init__.py", "from ..cli import seed"),
    ],
    architecture.other_verbs: [
        ("fadjma/commands/stock.py", "from ..realtime import ring"),
        ("fadjma/commands/stock.py", "from .. import realtime"),
        ("fadjma/commands/stock.py", "def f():\n    from ..realtime.journal import write"),
    ],
    architecture.calls: [
        ("fadjma/commands/stock.py", "socketio.emit('x')"),
        ("fadjma/realtime/presence.py", "emit('x')"),
        ("fadjma/commands/stock.py", "db.session.commit()"),
        ("fadjma/models/stock.py", "session.commit()"),
        ("fadjma/cli.py", "print('x')"),
    ],
    architecture.undescribed: [("fadjma/web/auth.py", "x = 1"), ("fadjma/web/auth.py", '""" """')],
    architecture.nameless: [("fadjma/web/utils.py", ""), ("fadjma/handlers/stock.py", "")],
    architecture.french: [("fadjma/domain/stock.py", '"""Stock."""\nraise Conflict("déjà prise")')],
}
INNOCENT = {
    "fadjma/realtime/message.py": '"""Words."""\nfrom ..languages import speaking',
    "fadjma/domain/stock.py": '"""Stock : « codes » alone."""\nimport datetime\nfrom .errors import Conflict',
    "fadjma/models/stock.py": '"""Stock."""\nfrom ..domain import stock\nfrom ..extensions import db\nimport flask',
    "fadjma/commands/__init__.py": '"""One."""\nfrom .. import realtime\nrealtime.ring([])\nsession.commit()',
    "fadjma/commands/stock.py": '"""Stock."""\nfrom ..queries import stock\nfrom ..realtime import record',
    "fadjma/realtime/pump.py": '"""Pump."""\nfrom ..queries import stock\nsocketio.emit("x")',
    "fadjma/web/patient/home.py": '"""Home."""\nfrom ...commands.stock import receive\nfrom ..labels import LABELS',
    "fadjma/__init__.py": '"""FADJMA."""\nfrom .web import auth\nfrom .domain import roles',
}
# A fragment is rendered for whoever it concerns, in a page or for the pump, where there is no request.
OF_THE_REQUEST = {"current_user", "request", "session", "g"}


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.__name__)
def test_the_house_keeps(check):
    files = architecture.sources("fadjma")
    assert files
    assert not check(files)


@pytest.mark.parametrize(
    ("check", "path", "source"), [(check, *offender) for check, offenders in CHECKS.items() for offender in offenders]
)
def test_each_offender_is_named(check, path, source):
    (offence,) = check({path: source})
    assert offence.startswith(path)


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.__name__)
def test_the_innocent_are_left_alone(check):
    assert not check(INNOCENT)


def of_the_request(template):
    """Return the names of the request that a template reads, those it sets itself aside."""
    names = list(Environment(extensions=["jinja2.ext.i18n"]).parse(template).find_all(nodes.Name))
    return OF_THE_REQUEST & {n.name for n in names if n.ctx == "load"} - {n.name for n in names if n.ctx != "load"}


def test_a_fragment_reads_nothing_of_the_request():
    fragments = sorted((ROOT / "templates").rglob("_*.html"))
    assert fragments
    assert not {path.name: names for path in fragments if (names := of_the_request(path.read_text()))}


@pytest.mark.parametrize("template", ["{{ current_user.name }}", "{% if request.args %}{% endif %}", "{{ g.x }}"])
def test_a_fragment_that_does_is_named(template):
    assert of_the_request(template)
    assert not of_the_request("{{ viewer.name }}{% set session = 1 %}{{ session }}")

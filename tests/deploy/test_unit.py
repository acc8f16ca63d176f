"""The systemd unit: understood by systemd, closed to all it does not need, and patient enough for a drain."""

import configparser
import subprocess
import sys

import pytest

import config
from fadjma.server import WORK_IN_HAND
from tests.processes import ROOT

UNIT = ROOT / "deploy" / "fadjma@.service"
EXPOSURE = 1.5  # systemd's own measure, from 0 to 10; up to 2 it calls « OK »


@pytest.fixture
def unit(tmp_path):
    """The unit of port 5001 as installed, but for a Python that this machine has."""
    installed = tmp_path / "fadjma@5001.service"
    installed.write_text(UNIT.read_text().replace("/opt/fadjma/current/.venv/bin/python", sys.executable))
    return installed


def analyze(*words):
    """Run systemd-analyze; return (exit code, what it said)."""
    ran = subprocess.run(["systemd-analyze", *map(str, words)], capture_output=True, text=True)
    return ran.returncode, ran.stdout + ran.stderr


def section(name):
    parser = configparser.RawConfigParser(strict=False)
    parser.optionxform = str  # type: ignore[assignment,method-assign]
    parser.read(UNIT)
    return parser[name]


def test_systemd_understands_it(unit):
    assert analyze("verify", unit) == (0, "")


def test_a_word_that_systemd_does_not_know_is_seen(unit):
    unit.write_text(unit.read_text().replace("NoNewPrivileges", "NoNewPrivilege"))
    assert "NoNewPrivilege" in analyze("verify", unit)[1]


def test_it_is_closed_to_all_it_does_not_need(unit):
    code, said = analyze("security", "--offline=true", f"--threshold={round(EXPOSURE * 10)}", unit)
    assert code == 0, said


def test_a_drain_and_the_work_in_hand_have_time():
    service = section("Service")
    assert service["KillSignal"] == "SIGTERM"
    assert float(service["TimeoutStopSec"]) > config.load("testing").DRAIN_SECONDS + WORK_IN_HAND

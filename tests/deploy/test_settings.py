"""What is shipped names only settings that exist, every secret that production needs, and not one value of a secret."""

import re

import pytest

from config import SECRETS
from tests.processes import ROOT

DEPLOY = ROOT / "deploy"
SHIPPED = ["fadjma.env.example", "fadjma@.service", "compose.yaml", "Dockerfile", "../docs/operations.md"]
NAME = re.compile(r"FADJMA_[A-Z_]+")


def known():
    """Return the names of the settings that are read."""
    return set(NAME.findall((ROOT / "config.py").read_text()))


@pytest.mark.parametrize("name", SHIPPED)
def test_it_names_only_settings_that_exist(name):
    assert set(NAME.findall((DEPLOY / name).read_text())) <= known()


def test_the_example_names_every_secret_and_holds_none():
    lines = (DEPLOY / "fadjma.env.example").read_text().splitlines()
    example = dict(line.split("=", 1) for line in lines if line.startswith("FADJMA_"))
    secret = {*SECRETS, "FADJMA_BACKUP_KEY", "FADJMA_METRICS_TOKEN", "FADJMA_DATABASE_URL", "FADJMA_REDIS_URL"}
    assert {name: example[name] for name in secret} == dict.fromkeys(secret, "")

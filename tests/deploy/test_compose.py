"""The containers: what compose.yaml and the Dockerfile say fits together, though no image is built here."""

import re
import shutil
import subprocess
import sys

import pytest
import yaml

import config
from fadjma.server import WORK_IN_HAND
from tests.databases import surroundings
from tests.processes import ROOT

DEPLOY = ROOT / "deploy"
PINNED = re.compile(r"[a-z]+:\d+\.\d+(\.\d+)?[a-z0-9.-]*")


@pytest.fixture
def services():
    return yaml.safe_load((DEPLOY / "compose.yaml").read_text())["services"]


def dockerfile(word):
    """Return what stands behind each `word` of the Dockerfile."""
    lines = (DEPLOY / "Dockerfile").read_text().splitlines()
    return [line.split(" ", 1)[1] for line in lines if line.startswith(f"{word} ")]


def test_what_comes_from_elsewhere_is_pinned(services):
    images = [service["image"] for service in services.values() if "build" not in service]
    images += [line.split()[0] for line in dockerfile("FROM")]
    assert [image for image in images if not PINNED.fullmatch(image)] == []


def test_nginx_knows_every_process_by_its_address(services):
    processes = [services[name]["networks"]["clinic"]["ipv4_address"] for name in services["nginx"]["depends_on"]]
    listed = re.findall(r"(?m)^server ([\d.]+):5000 ", (DEPLOY / "compose" / "processes.conf").read_text())
    assert processes == listed


def test_processes_have_time_to_drain_and_no_more_rights_than_they_need(services):
    for name in ("one", "two"):
        grace = float(services[name]["stop_grace_period"].removesuffix("s"))
        assert grace > config.load("testing").DRAIN_SECONDS + WORK_IN_HAND
        assert services[name]["stop_signal"] == "SIGTERM"
        assert services[name]["cap_drop"] == ["ALL"] and services[name]["read_only"] is True
    assert dockerfile("USER") == ["fadjma"]


def test_what_is_mounted_is_there(services):
    sources = [volume.split(":")[0] for volume in services["nginx"]["volumes"]]
    assert [source for source in sources if source != "./tls" and not (DEPLOY / source).is_file()] == []


def test_the_files_of_the_image_are_enough_to_run(tmp_path):
    for copied in dockerfile("COPY"):
        *sources, target = copied.split()
        if not sources[0].startswith("--from"):
            place = tmp_path / target
            for source in sources:
                there = ROOT / source
                if there.is_dir():
                    shutil.copytree(there, place, ignore=shutil.ignore_patterns("__pycache__"))
                else:
                    place.mkdir(exist_ok=True)
                    shutil.copy(there, place)
    secrets = {"FADJMA_ENV": "production", "FADJMA_DATABASE_URL": f"sqlite:///{tmp_path}/clinic.db"}
    for words in (["-m", "flask", "--app", "wsgi", "db", "upgrade"], ["-c", "import wsgi, deploy.ready"]):
        environment = surroundings(**secrets)
        ran = subprocess.run([sys.executable, *words], cwd=tmp_path, env=environment, capture_output=True, text=True)
        assert ran.returncode == 0, ran.stderr


def test_the_image_takes_in_nothing_else():
    lines = (DEPLOY / "Dockerfile.dockerignore").read_text().splitlines()
    copied = {source for line in dockerfile("COPY") if "--from" not in line for source in line.split()[:-1]}
    assert lines[1] == "*"
    assert {line[1:] for line in lines if line.startswith("!")} == copied

"""What nginx is given is what it takes, and the cluster runs the files that are shipped."""

import re
import shutil
import subprocess
from datetime import UTC, datetime, timedelta

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from deploy.cluster.nginx import SHIPPED, Nginx, executable, rooms
from deploy.cluster.place import free_ports
from tests.processes import ROOT


def certify(folder):
    """Write a certificate and its key, as the site's administrator would put them there."""
    folder.mkdir()
    key, name = ec.generate_private_key(ec.SECP256R1()), x509.Name.from_rfc4514_string("CN=fadjma.example")
    now = datetime.now(UTC)
    certificate = x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
    dated = certificate.not_valid_before(now).not_valid_after(now + timedelta(days=1))
    signed = dated.sign(key, hashes.SHA256())
    (folder / "fullchain.pem").write_bytes(signed.public_bytes(serialization.Encoding.PEM))
    pem, openssl = serialization.Encoding.PEM, serialization.PrivateFormat.TraditionalOpenSSL
    (folder / "privkey.pem").write_bytes(key.private_bytes(pem, openssl, serialization.NoEncryption()))


@pytest.fixture
def installed(tmp_path):
    """/etc/nginx as shipped, with places and ports that nobody needs to be root for."""
    folder = tmp_path / "nginx"
    shutil.copytree(SHIPPED, folder)
    certify(folder / "tls")
    whole = folder / "nginx.conf"
    text = whole.read_text().replace("/var/log/nginx", str(tmp_path)).replace("/run/", f"{tmp_path}/")
    for port, free in zip((80, 443), free_ports(2), strict=True):
        text = re.sub(rf"listen {port}\b", f"listen 127.0.0.1:{free}", text)
    whole.write_text(text.replace("http {", f"http {{ {rooms(tmp_path)}"))
    return folder


def complaints(whole):
    """Return what nginx says of a configuration: nothing, if it would run with it as it stands."""
    command = [executable(), "-t", "-q", "-e", "stderr", "-p", str(whole.parent), "-c", str(whole)]
    return subprocess.run(command, capture_output=True, text=True).stderr


@pytest.mark.parametrize("processes", ["nginx/processes.conf", "compose/processes.conf"])
def test_what_is_shipped_is_sound(installed, processes):
    shutil.copy(ROOT / "deploy" / processes, installed / "processes.conf")
    assert complaints(installed / "nginx.conf") == ""


def test_what_is_broken_is_seen(installed):
    (installed / "processes.conf").write_text("server nowhere max_fails=1\n")
    assert "emerg" in complaints(installed / "nginx.conf")


def test_the_cluster_runs_what_is_shipped(tmp_path):
    nginx = Nginx(tmp_path, *free_ports(1), free_ports(2))
    own = (nginx.home / "nginx.conf").read_text()
    for shared in ("http.conf", "site.conf"):
        assert f"include {SHIPPED / shared};" in own
        assert f"include {shared};" in (SHIPPED / "nginx.conf").read_text()
    assert not re.search(r"proxy_(pass|set_header|buffering)|location|map|hash|log_format|add_header", own)
    assert complaints(nginx.home / "nginx.conf") == ""


def test_every_process_is_passed_over_alike(tmp_path):
    nginx = Nginx(tmp_path, *free_ports(1), [5001, 5002])
    shipped = (SHIPPED / "processes.conf").read_text().splitlines()
    assert (nginx.home / "processes.conf").read_text().splitlines() == [line for line in shipped if line[0] != "#"]

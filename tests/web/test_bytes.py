"""What a phone pays for, in bytes on the wire: a dashboard first seen, seen again, and each kind of live update."""

import re
from collections import defaultdict

import pytest
import requests

from fadjma.realtime import bundles
from tests.clinic import open_clinic
from tests.people import PASSWORD

DASHBOARDS = {"awa": "/patient/", "fatou": "/doctor/", "aminata": "/pharmacist/", "ousmane": "/admin/"}
FIRST, WARM, UPDATE = 54 * 1024, 10 * 1024, 2 * 1024
SECRET = 4608  # an update with a pickup code in it, which is never compressed: its size would tell of the code
ASSETS = re.compile(r'(?:href|src)="(/static/[^"]+)"')
BROWSER = {"Accept-Encoding": "gzip, deflate, br"}


class Visit:
    """A browser without anything kept, and what each address weighed."""

    def __init__(self, server, name):
        self.session, self.url = requests.Session(), server.url
        self.session.post(f"{server.url}/login", data={"login": f"{name}@fadjma.example", "password": PASSWORD})
        self.session.headers.update(BROWSER)

    def fetch(self, path):
        """Return (bytes of the answer as it travelled: status line, headers and compressed body; its text; its headers)."""
        answer = self.session.get(self.url + path, stream=True)
        assert answer.status_code == 200, path
        body = answer.raw.read()
        head = sum(len(name) + len(value) + 4 for name, value in answer.raw.headers.items()) + len("HTTP/1.1 200 OK\r\n\r\n")
        return head + len(body), self.session.get(self.url + path).text, answer.headers


@pytest.mark.parametrize(("name", "path"), DASHBOARDS.items())
def test_a_dashboard_is_light_and_costs_its_page_alone_from_then_on(server, name, path):
    visit = Visit(server, name)
    page, text, headers = visit.fetch(path)
    files = {address: visit.fetch(address) for address in ASSETS.findall(text)}
    # another file would cost a way there and back, and the sheet its share of the bytes
    assert sorted(address.rpartition(".")[2] for address in files) == ["css", "js", "svg"]
    assert all("immutable" in headers["Cache-Control"] for _, _, headers in files.values())
    sheet = next(address for address in files if address.endswith(".css"))
    assert headers["Link"] == f"<{sheet}>; rel=preload; as=style"
    assert page <= WARM
    assert page + sum(size for size, _, _ in files.values()) <= FIRST


def test_every_kind_of_live_update_is_light(as_, listening, cast, monkeypatch):
    sent, encode = defaultdict(list), bundles.transport.encode

    def weighed(name, body, **how):
        message = encode(name, body, **how)
        sent[name].append((len(message.small), body.get("stream"), body.get("title"), message.secret))
        return message

    monkeypatch.setattr(bundles.transport, "encode", weighed)
    ears = [listening(as_(name)) for name in ("awa", "fatou", "ibrahima", "aminata", "cheikh", "ousmane")]
    open_clinic(cast)
    assert len(sent) > 8 and ears
    heaviest = {}
    for name, weights in sent.items():
        for weight in weights:
            heaviest[name, weight[3]] = max(weight, heaviest.get((name, weight[3]), weight))
    assert {name: weight for name, weight in heaviest.items() if weight[0] > (SECRET if weight[3] else UPDATE)} == {}

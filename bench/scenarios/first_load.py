"""First load: what each dashboard costs a phone that has never been here, in bytes on the wire, headers included."""

import re

import requests

from ..figures import Figure

PEOPLE = {"patient": "awa", "doctor": "fatou", "pharmacist": "aminata", "admin": "ousmane"}
ANCESTOR = 187.5  # KB, measured on the system this one replaces
_ASSET = re.compile(r'(?:href|src)="(/static/[^"]+)"')


def _size(answer):
    """Return the bytes of one answer as they travelled: status line, headers and compressed body."""
    body = answer.raw.read()
    head = sum(len(name) + len(value) + 4 for name, value in answer.headers.items()) + 19
    return head + len(body)


def measure(url, name, path):
    """Return {address: bytes} of the page at `path` and every file it asks for, for a person signed in."""
    session = requests.Session()
    session.headers["Accept-Encoding"] = "gzip, deflate, br"
    session.post(f"{url}/login", data={"login": f"{name}@fadjma.example", "password": "fadjma-demo"})
    addresses = [path, *_ASSET.findall(session.get(url + path).text)]
    return {address: _size(session.get(url + address, stream=True)) for address in addresses}


def run(field, options):
    """Return the KB of each dashboard; the ancestor's beside it."""
    figures = []
    with field.servers("ours") as (ours,):
        for role, name in PEOPLE.items():
            weight = sum(measure(f"http://127.0.0.1:{ours.port}", name, f"/{role}/").values()) / 1024
            values = {ours.name: [weight], "the system before": [ANCESTOR]}
            figures.append(Figure(f"first-load-{role}", f"first load of the {role}'s dashboard", "KB on the wire", values))
    return figures

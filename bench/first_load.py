"""First load: what each dashboard costs a phone that has never been here, in bytes on the wire, headers included."""

import re
import urllib.parse

import requests

PEOPLE = {"patient": "awa", "doctor": "fatou", "pharmacist": "aminata", "admin": "ousmane"}
ANCESTOR = "186–189 KB"  # measured on the system this one replaces
_ASSET = re.compile(r'(?:href|src)="(/static/[^"]+)"')
_IMPORT = re.compile(r'(?:from|import)\s*\(?\s*"(\.{1,2}/[^"]+)"')


def _size(answer):
    """Return the bytes of one answer as they travelled: status line, headers and compressed body."""
    body = answer.raw.read()
    head = sum(len(name) + len(value) + 4 for name, value in answer.headers.items()) + 19
    return head + len(body)


def _text(session, url):
    return session.get(url).text


def measure(server, name, path):
    """Return {address: bytes} of the page at `path` and everything it loads, for a person signed in."""
    session = requests.Session()
    session.headers["Accept-Encoding"] = "gzip, deflate, br"
    session.post(f"{server.url}/login", data={"login": f"{name}@fadjma.example", "password": "fadjma-demo"})
    sizes, waiting = {}, [path]
    while waiting:
        address = waiting.pop()
        if address in sizes:
            continue
        sizes[address] = _size(session.get(server.url + address, stream=True))
        if address == path or address.endswith(".js"):
            text = _text(session, server.url + address)
            waiting += _ASSET.findall(text) if address == path else []
            waiting += [urllib.parse.urljoin(address, found) for found in _IMPORT.findall(text)]
    return sizes


def run(server):
    """Return {role: bytes in all}."""
    return {role: sum(measure(server, name, f"/{role}/").values()) for role, name in PEOPLE.items()}


def report(totals):
    """Print each dashboard's weight."""
    print("First load of each dashboard, bytes on the wire (goal: at most 60 KB; the ancestor: " + ANCESTOR + ")")
    for role, size in totals.items():
        print(f"  {role:<11} {size / 1024:6.1f} KB")

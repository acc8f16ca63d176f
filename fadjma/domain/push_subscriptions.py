"""Push subscriptions: where a browser may be signalled to, what is taken for such a place, and when it is time."""

import re
from base64 import urlsafe_b64decode
from binascii import Error
from datetime import timedelta
from urllib.parse import urlsplit

from .errors import Invalid

SETTLED = timedelta(seconds=10)  # what an open page has not acknowledged by then, nobody has seen
PAUSE = timedelta(minutes=1)  # between two signals to one device
TRIES = 5  # to hand a signal over, each twice as long after the one before: a quarter of an hour in all
LONGEST_PAUSE = timedelta(hours=1)  # that a push service may ask for
LONGEST = 1000  # characters of an address
POINT, SECRET = 65, 16  # bytes: a point of P-256, uncompressed, and an authentication secret (RFC 8291, 3)
_KEY = re.compile(r"[A-Za-z0-9_-]{22,87}={0,2}")
_PRIME = 2**256 - 2**224 + 2**192 + 2**96 - 1  # of P-256 (FIPS 186-5), and its b
_B = 0x5AC635D8AA3A93E7B3EBBD55769886BC651D06B0CC53B0F63BCE3C3E27D2604B


def check(endpoint, p256dh, auth, *, hosts):
    """Raise Invalid unless `endpoint` is an address at one of the push services `hosts`, and the keys are keys."""
    errors = {}
    if not is_service(endpoint, hosts):
        errors["endpoint"] = "not_a_push_service"
    if not _is_point(_bytes(p256dh)):
        errors["p256dh"] = "wrong_type"
    if len(_bytes(auth)) != SECRET:
        errors["auth"] = "wrong_type"
    if errors:
        raise Invalid(**errors)


def is_service(endpoint, hosts):
    """Is this an https address at one of `hosts`, of which `*.example` is every host below example?

    We send to it: an address that a browser may choose freely would let it send us anywhere, into our own network too.
    """
    if len(endpoint) > LONGEST or not endpoint.isascii() or not endpoint.isprintable() or set(endpoint) & {"\\", " "}:
        return False
    try:
        parts = urlsplit(endpoint)
        port = parts.port
    except ValueError:
        return False
    host = parts.hostname or ""
    plain = parts.scheme == "https" and port in (None, 443) and "@" not in parts.netloc and not parts.fragment
    return plain and len(parts.path) > 1 and any(_is_host(host, known) for known in hosts)


def _is_host(host, known):
    return host.endswith(known[1:]) and len(host) >= len(known) if known.startswith("*.") else host == known


def _bytes(text):
    """Return what base64url text says; b"" where it says nothing."""
    try:
        return urlsafe_b64decode(padded(text)) if _KEY.fullmatch(text) else b""
    except Error:
        return b""


def padded(text):
    """Return base64url text with the padding that browsers leave out."""
    return text.rstrip("=") + "=" * (-len(text.rstrip("=")) % 4)


def _is_point(point):
    if len(point) != POINT or point[0] != 4:
        return False
    x, y = int.from_bytes(point[1:33]), int.from_bytes(point[33:])
    return max(x, y) < _PRIME and (y * y - (x * x * x - 3 * x + _B)) % _PRIME == 0


def next_try(tries, asked=None):
    """Return how long to wait after `tries` failures, at least what the push service `asked` for; None: give up."""
    if tries >= TRIES:
        return None
    return max(PAUSE * 2 ** (tries - 1), min(asked or timedelta(), LONGEST_PAUSE))

"""The postman: hands a signal to a browser's push service. Encrypted for that browser (RFC 8291), signed by us (RFC 8292).

It says that something is new and nothing else; the service itself learns no more than that a device is signalled to. No
redirect is followed, and only known services are spoken to (domain/push_subscriptions.py).
"""

import json
import logging
import time
from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import dataclass
from datetime import timedelta
from urllib.parse import urlsplit

import certifi
import http_ece
import jwt
import urllib3
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from ..domain.push_subscriptions import is_service, padded

log = logging.getLogger(__name__)
PATIENCE = urllib3.Timeout(connect=5, read=10)
CURVE = ec.SECP256R1()
KEPT = 24 * 3600  # seconds the service keeps a signal for a phone that is off
PROOF = 12 * 3600  # seconds our signature is good
HEADERS = {
    "TTL": str(KEPT),
    "Topic": "news",  # a later signal takes the place of one that still waits
    "Urgency": "high",
    "Content-Encoding": "aes128gcm",
    "Content-Type": "application/octet-stream",
}


@dataclass(frozen=True)
class Outcome:
    """What a push service said: its status, 0 for no answer; and how long it wants to be left alone."""

    status: int
    wait: timedelta | None = None

    @property
    def is_taken(self):
        return 200 <= self.status < 300

    @property
    def is_gone(self):
        """Has the browser withdrawn its subscription?"""
        return self.status in (404, 410)

    @property
    def may_pass(self):
        """Is it worth another try?"""
        return self.status in (0, 408, 429) or self.status >= 500


class Postman:
    """Our key, the services we speak to, and the connections kept open to them. `key` is a number (config.py)."""

    def __init__(self, key, contact, hosts, pool=None):
        self.key, self.contact, self.hosts = ec.derive_private_key(key, CURVE), contact, hosts
        self.public_key = _text(_point(self.key))
        self.pool = pool or urllib3.PoolManager(maxsize=8, timeout=PATIENCE, retries=False, ca_certs=certifi.where())

    def hand_over(self, address, title, lang):
        """Send a signal to `address`: a subscription's (endpoint, p256dh, auth). Return the Outcome; raises nothing."""
        endpoint, p256dh, auth = address
        if not is_service(endpoint, self.hosts):  # one that was taken out of the settings since
            return Outcome(410)
        try:
            body = _sealed(json.dumps({"title": title, "lang": lang}).encode(), p256dh, auth)
            headers = HEADERS | {"Authorization": self._proof(endpoint)}
            answer = self.pool.request("POST", endpoint, body=body, headers=headers, redirect=False)
        except (urllib3.exceptions.HTTPError, OSError) as error:
            log.warning("%s does not answer (%s)", urlsplit(endpoint).hostname, type(error).__name__)
            return Outcome(0)
        return Outcome(answer.status, _seconds(answer.headers.get("Retry-After", "")))

    def _proof(self, endpoint):
        """Return the header that says who sends: for one service, for some hours."""
        origin = f"https://{urlsplit(endpoint).hostname}"
        claims = {"aud": origin, "exp": int(time.time()) + PROOF, "sub": self.contact}
        return f"vapid t={jwt.encode(claims, self.key, algorithm='ES256')}, k={self.public_key}"


def _sealed(text, p256dh, auth):
    """Return `text` as only the browser with these keys can read it."""
    keys = {"private_key": ec.generate_private_key(CURVE), "dh": urlsafe_b64decode(padded(p256dh))}
    return http_ece.encrypt(text, **keys, auth_secret=urlsafe_b64decode(padded(auth)), version="aes128gcm")


def _point(key):
    return key.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)


def _text(content):
    return urlsafe_b64encode(content).rstrip(b"=").decode()


def _seconds(text):
    return timedelta(seconds=int(text)) if text.isdecimal() and len(text) < 8 else None

"""A push service and the browsers subscribed to it: it notes what it is handed, and only the browser can read it."""

import hmac
import json
import os
from base64 import urlsafe_b64decode, urlsafe_b64encode
from types import SimpleNamespace
from urllib.parse import urlsplit

import jwt
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from tests.people import act

SUBSCRIPTION = "/account/push-subscription"


def text(content):
    """Return bytes as browsers write them."""
    return urlsafe_b64encode(content).rstrip(b"=").decode()


def derived(salt, secret, purpose, length):
    """HKDF with SHA-256 of one block (RFC 5869)."""
    return hmac.digest(hmac.digest(salt, secret, "sha256"), purpose + b"\x01", "sha256")[:length]


class Phone:
    """A browser that subscribed: its address at the service, and the keys that open what is sent there (RFC 8291)."""

    def __init__(self, name, host="fcm.googleapis.com"):
        self.endpoint, self.auth = f"https://{host}/wp/{name}", os.urandom(16)
        self.key = ec.generate_private_key(ec.SECP256R1())
        self.point = self.key.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
        self.form = {"endpoint": self.endpoint, "p256dh": text(self.point), "auth": text(self.auth)}

    def read(self, body):
        """Return what was sent to it, opened as a browser does; written out, so that ours is not held against itself."""
        salt, sender, sealed = body[:16], body[21:86], body[86:]
        assert body[20] == 65, "the sender's key is one point"
        shared = self.key.exchange(ec.ECDH(), ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), sender))
        secret = derived(self.auth, shared, b"WebPush: info\0" + self.point + sender, 32)
        key = derived(salt, secret, b"Content-Encoding: aes128gcm\0", 16)
        nonce = derived(salt, secret, b"Content-Encoding: nonce\0", 12)
        return json.loads(AESGCM(key).decrypt(nonce, sealed, None).rstrip(b"\0").removesuffix(b"\x02"))


class PushService:
    """What stands in the place of the connections to push services; `answers` are given in turn, then 201."""

    def __init__(self):
        self.sent = []
        self.answers = []

    def request(self, method, url, *, body, headers, redirect):
        """Take one signal, as urllib3 hands it over."""
        assert method == "POST" and redirect is False
        self.sent.append(SimpleNamespace(url=url, body=body, headers=headers))
        answer = self.answers.pop(0) if self.answers else 201
        if isinstance(answer, Exception):
            raise answer
        status, asked = answer if isinstance(answer, tuple) else (answer, {})
        return SimpleNamespace(status=status, headers=asked)

    def names(self):
        """Return which phones were signalled to since last asked."""
        sent, self.sent = self.sent, []
        return sorted(urlsplit(one.url).path.removeprefix("/wp/") for one in sent)


def proven(signal, public_key):
    """Return the claims of who sent a signal, its signature being that of `public_key`."""
    token, key = signal.headers["Authorization"].removeprefix("vapid t=").split(", k=")
    assert key == public_key
    point = urlsafe_b64decode(key + "=")
    signer = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), point)
    return jwt.decode(token, signer, algorithms=["ES256"], options={"verify_aud": False})


def subscribe(browser, name, **kinds):
    """Subscribe a signed-in browser as a phone called `name`; return it."""
    phone = Phone(name, **kinds)
    answer = act(browser, SUBSCRIPTION, **phone.form)
    assert answer.status_code == 200, answer.text
    return phone

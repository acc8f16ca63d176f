"""The settings of each environment, read from FADJMA_* variables; what each means is in README.md, « Settings »."""

import os
import re
import secrets
from pathlib import Path

ROOT = Path(__file__).parent
SECRETS = ("FADJMA_SECRET_KEY", "FADJMA_JWT_SECRET_KEY", "FADJMA_AUDIT_KEY")
PUSH_KEY = "FADJMA_VAPID_PRIVATE_KEY"
PUSH_SERVICES = "fcm.googleapis.com,updates.push.services.mozilla.com,*.push.apple.com,*.notify.windows.com"
P256_ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551  # keys of the curve are below it
SHORTEST_SECRET = 32  # characters: a shorter HMAC key is weaker than the hash it keys (RFC 7518, 3.2)


class SettingsError(Exception):
    """A setting is missing or makes no sense; the message names it and says what to do."""


def _number(name, default, *, least=0):
    """Return the whole number in variable `name`; raise SettingsError if it is none or below `least`."""
    text = os.environ.get(name, "").strip() or str(default)
    if not text.isdigit() or int(text) < least:
        raise SettingsError(f"{name} must be a whole number of at least {least}, not {text!r}.")
    return int(text)


def _one_of(name, choices):
    """Return the word in variable `name`, the first of `choices` where there is none; raise SettingsError for any other."""
    word = os.environ.get(name, "").strip() or choices[0]
    if word not in choices:
        raise SettingsError(f"{name} must be one of {', '.join(choices)}, not {word!r}.")
    return word


def _database():
    """Return FADJMA_DATABASE_URL, or "" where there is none; raise SettingsError if it is of no kind we speak to."""
    address = os.environ.get("FADJMA_DATABASE_URL", "").strip()
    if address and not address.startswith(("sqlite:///", "postgresql+psycopg://")):
        raise SettingsError("FADJMA_DATABASE_URL must begin with sqlite:/// or postgresql+psycopg://.")
    return address


def _key(name):
    """Return the secret in variable `name`, or None where there is none; raise SettingsError if it is easily guessed."""
    key = os.environ.get(name) or None
    if key and len(key) < SHORTEST_SECRET:
        raise SettingsError(f"{name} must have {SHORTEST_SECRET} characters or more.")
    return key


def _push_key(text):
    """Return the number that is a VAPID key: 64 hexadecimal digits. Raise SettingsError if it is none."""
    key = int(text, 16) if re.fullmatch("[0-9a-fA-F]{64}", text) else 0
    if not 0 < key < P256_ORDER:
        raise SettingsError(f"{PUSH_KEY} must be 64 hexadecimal digits: openssl rand -hex 32.")
    return key


def _list(name, default=""):
    return [item.strip() for item in os.environ.get(name, default).split(",") if item.strip()]


def _kept_secret(instance, name):
    """Return the secret kept in `instance` for `name`, made once with mode 600."""
    place = instance / name.removeprefix("FADJMA_").lower()
    try:
        return place.read_text()
    except FileNotFoundError:
        instance.mkdir(mode=0o700, parents=True, exist_ok=True)
        draft = place.with_name(f"{place.name}.{secrets.token_hex(4)}")
        draft.touch(mode=0o600)
        draft.write_text(secrets.token_hex(32))
        try:
            os.link(draft, place)  # whoever links first decides; everyone reads that one
        except FileExistsError:
            pass
        finally:
            draft.unlink()
        return place.read_text()


class Development:
    """One process on SQLite, secrets made once; what `make run` serves."""

    ENV = "development"
    TESTING = False
    COOKIES_SECURE = False
    CORS_DEFAULT = "http://localhost:3000"
    CONTACT_DEFAULT = "mailto:fadjma@fadjma.example"
    PUMP_INLINE = False
    INSTANCE = ROOT / "instance"

    def __init__(self):
        self.FADJMA_ENV = self.ENV
        self.SQLALCHEMY_DATABASE_URI = _database() or self.default_database()
        self.REDIS_URL = os.environ.get("FADJMA_REDIS_URL") or None
        self.SECRET_KEY, self.JWT_SECRET_KEY, self.AUDIT_KEY = (self.secret(name) for name in SECRETS)
        self.CORS_ORIGINS = _list("FADJMA_CORS_ORIGINS", self.CORS_DEFAULT)
        self.ACCESS_TOKEN_SECONDS = _number("FADJMA_ACCESS_TOKEN_SECONDS", 900, least=1)
        self.TRUSTED_PROXIES = _number("FADJMA_TRUSTED_PROXIES", 0)
        self.TRANSPORT = _one_of("FADJMA_TRANSPORT", ("lean", "stock"))
        self.MAX_CONNECTIONS_PER_ADDRESS = _number("FADJMA_MAX_CONNECTIONS_PER_ADDRESS", 300, least=1)
        self.DRAIN_SECONDS = _number("FADJMA_DRAIN_SECONDS", 5)
        self.JOURNAL_DAYS = _number("FADJMA_JOURNAL_DAYS", 90, least=1)
        self.METRICS_TOKEN = os.environ.get("FADJMA_METRICS_TOKEN") or None
        self.BACKUP_KEY = _key("FADJMA_BACKUP_KEY")
        self.PUBLIC_URL = (os.environ.get("FADJMA_PUBLIC_URL") or "").rstrip("/") or None
        self.MAX_CONTENT_LENGTH = 11 * 1024 * 1024  # an attachment of 10 MB and its form
        self.MAX_FORM_MEMORY_SIZE = 512 * 1024
        self._jwt()
        self._push()

    def _push(self):
        """Signals to closed phones: off without a key. The contact is whom a push service may turn to about us."""
        key = self.push_key()
        self.VAPID_PRIVATE_KEY = _push_key(key) if key else None
        self.PUSH_HOSTS = tuple(_list("FADJMA_PUSH_HOSTS", PUSH_SERVICES))
        site = self.PUBLIC_URL or ""
        own = site if site.startswith("https://") else self.CONTACT_DEFAULT
        self.PUSH_CONTACT = os.environ.get("FADJMA_PUSH_CONTACT") or own
        if key and not self.PUSH_CONTACT.startswith(("https://", "mailto:")):
            raise SettingsError(f"{PUSH_KEY} needs FADJMA_PUSH_CONTACT (mailto:…) or an FADJMA_PUBLIC_URL with https.")

    def _jwt(self):
        self.JWT_ACCESS_TOKEN_EXPIRES = self.ACCESS_TOKEN_SECONDS
        self.JWT_REFRESH_TOKEN_EXPIRES = 30 * 24 * 3600
        self.JWT_TOKEN_LOCATION = ["headers", "cookies"]
        self.JWT_COOKIE_SECURE = self.COOKIES_SECURE
        self.JWT_COOKIE_SAMESITE = "Lax"
        self.JWT_SESSION_COOKIE = False
        self.JWT_COOKIE_CSRF_PROTECT = True

    def default_database(self):
        self.INSTANCE.mkdir(mode=0o700, parents=True, exist_ok=True)
        return f"sqlite:///{self.INSTANCE / 'fadjma.db'}"

    def secret(self, name):
        return os.environ.get(name) or _kept_secret(self.INSTANCE, name)

    def push_key(self):
        return self.secret(PUSH_KEY)


class Testing(Development):
    """A temporary SQLite of its own; what an act tells has been sent when its answer returns."""

    ENV = "testing"
    TESTING = True
    PUMP_INLINE = True

    def default_database(self):
        return "temporary"

    def secret(self, name):
        return os.environ.get(name) or f"testing-{name}-0123456789abcdef0123456789abcdef"

    def push_key(self):
        return os.environ.get(PUSH_KEY) or "5eed" * 16


class Production(Development):
    """No secret is made up: a missing one stops the start and is named."""

    ENV = "production"
    COOKIES_SECURE = True
    CORS_DEFAULT = CONTACT_DEFAULT = ""

    def __init__(self):
        missing = [name for name in SECRETS if len(os.environ.get(name, "")) < SHORTEST_SECRET]
        if missing:
            raise SettingsError(f"production needs {', '.join(missing)}: each of {SHORTEST_SECRET} characters or more.")
        super().__init__()

    def secret(self, name):
        return os.environ[name]

    def push_key(self):
        return os.environ.get(PUSH_KEY)


ENVIRONMENTS = {kind.ENV: kind for kind in (Development, Testing, Production)}


def load(name=None):
    """Return the settings of environment `name` (default: FADJMA_ENV, else development)."""
    name = name or os.environ.get("FADJMA_ENV") or "development"
    if name not in ENVIRONMENTS:
        raise SettingsError(f"FADJMA_ENV must be one of {', '.join(ENVIRONMENTS)}, not {name!r}.")
    return ENVIRONMENTS[name]()


def address():
    """Return (host, port) to listen on; port 0 takes a free one."""
    port = _number("FADJMA_PORT", 5000)
    if port > 65535:
        raise SettingsError(f"FADJMA_PORT must be at most 65535, not {port}.")
    return os.environ.get("FADJMA_HOST") or "127.0.0.1", port

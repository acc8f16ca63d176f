"""The settings: production makes nothing up, development makes its secrets once, and what makes no sense is named."""

import shutil
import stat
import threading

import pytest

import config
from fadjma import create_app
from fadjma.extensions import db
from tests import people
from tests.databases import SECRETS, address

PUSH = (config.PUSH_KEY, "FADJMA_PUSH_CONTACT", "FADJMA_PUSH_HOSTS", "FADJMA_PUBLIC_URL")


@pytest.fixture(autouse=True)
def surroundings(monkeypatch, tmp_path):
    """Nothing of the caller's settings, and an instance folder of this test's own."""
    for name in (*config.SECRETS, *PUSH, "FADJMA_ENV", "FADJMA_DATABASE_URL", "FADJMA_PORT", "FADJMA_HOST"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(config.Development, "INSTANCE", tmp_path / "instance")


@pytest.fixture
def secrets(monkeypatch):
    """The three secrets, as production wants them."""
    for name, value in SECRETS.items():
        monkeypatch.setenv(name, value)


@pytest.mark.parametrize("missing", config.SECRETS)
@pytest.mark.parametrize("left", ["", "short"])
def test_production_refuses_to_start_without_each_secret_and_names_it(secrets, monkeypatch, missing, left):
    assert config.load("production").ENV == "production"
    monkeypatch.setenv(missing, left)
    with pytest.raises(config.SettingsError) as refusal:
        config.load("production")
    named = {name for name in config.SECRETS if name in str(refusal.value)}
    assert named == {missing}


def test_production_names_everything_that_is_missing_at_once():
    with pytest.raises(config.SettingsError) as refusal:
        config.load("production")
    assert all(name in str(refusal.value) for name in config.SECRETS)


def test_production_never_makes_a_secret(tmp_path):
    with pytest.raises(config.SettingsError):
        config.load("production")
    assert not (tmp_path / "instance").exists()


def test_development_makes_its_secrets_once_for_its_owner_alone(tmp_path):
    first, second = config.load("development"), config.load("development")
    assert len({first.SECRET_KEY, first.JWT_SECRET_KEY, first.AUDIT_KEY}) == 3
    assert (first.SECRET_KEY, first.AUDIT_KEY) == (second.SECRET_KEY, second.AUDIT_KEY)
    kept = sorted((tmp_path / "instance").iterdir())
    assert [place.name for place in kept] == ["audit_key", "jwt_secret_key", "secret_key", "vapid_private_key"]
    assert {stat.S_IMODE(place.stat().st_mode) for place in kept} == {0o600}
    assert stat.S_IMODE((tmp_path / "instance").stat().st_mode) == 0o700


def test_processes_that_start_together_agree_on_the_secrets():
    seen, gate = [], threading.Barrier(8)

    def start():
        gate.wait()
        seen.append(config.load("development").AUDIT_KEY)

    threads = [threading.Thread(target=start) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(set(seen)) == 1


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("FADJMA_ENV", "staging"),
        ("FADJMA_PORT", "http"),
        ("FADJMA_PORT", "-1"),
        ("FADJMA_PORT", "65536"),
        ("FADJMA_ACCESS_TOKEN_SECONDS", "0"),
        ("FADJMA_TRUSTED_PROXIES", "one"),
        ("FADJMA_MAX_CONNECTIONS_PER_ADDRESS", "0"),
        ("FADJMA_DATABASE_URL", "mysql://localhost/fadjma"),
        ("FADJMA_DATABASE_URL", "fadjma.db"),
    ],
)
def test_a_setting_that_makes_no_sense_is_named(monkeypatch, name, value):
    monkeypatch.setenv(name, value)
    with pytest.raises(config.SettingsError, match=name):
        config.load(), config.address()


def test_the_defaults_are_those_of_the_contract():
    settings = config.load()
    assert settings.ENV == "development"
    assert settings.SQLALCHEMY_DATABASE_URI.endswith("instance/fadjma.db")
    assert config.address() == ("127.0.0.1", 5000)
    assert settings.CORS_ORIGINS == ["http://localhost:3000"]
    assert (settings.ACCESS_TOKEN_SECONDS, settings.TRUSTED_PROXIES) == (900, 0)
    assert (settings.MAX_CONNECTIONS_PER_ADDRESS, settings.METRICS_TOKEN, settings.REDIS_URL) == (300, None, None)


def test_production_lets_no_other_origin_in_by_default(secrets):
    assert config.load("production").CORS_ORIGINS == []


def test_the_cookies_of_production_are_for_safe_connections_alone(secrets, monkeypatch, empty_clinic, tmp_path):
    monkeypatch.setenv("FADJMA_DATABASE_URL", address(shutil.copy(empty_clinic, tmp_path / "fadjma.db")))
    app = create_app("production")
    with app.app_context():
        people.hire()
    login = {"login": "awa@fadjma.example", "password": people.PASSWORD}
    cookies = app.test_client().post("/login", data=login, base_url="https://localhost").headers.getlist("Set-Cookie")
    assert len(cookies) == 4
    assert all("Secure" in cookie and "SameSite=Lax" in cookie for cookie in cookies)
    assert sum("HttpOnly" in cookie for cookie in cookies) == 2
    with app.app_context():
        db.engine.dispose()


def test_production_signals_to_nobody_without_a_key_of_its_own(secrets):
    assert config.load("production").VAPID_PRIVATE_KEY is None
    assert config.load("development").VAPID_PRIVATE_KEY == config.load("development").VAPID_PRIVATE_KEY > 0


def test_a_push_service_is_told_whom_to_turn_to(secrets, monkeypatch):
    monkeypatch.setenv(config.PUSH_KEY, "5eed" * 16)
    with pytest.raises(config.SettingsError, match="FADJMA_PUSH_CONTACT"):
        config.load("production")
    monkeypatch.setenv("FADJMA_PUBLIC_URL", "https://clinic.example/")
    assert config.load("production").PUSH_CONTACT == "https://clinic.example"
    monkeypatch.setenv("FADJMA_PUSH_CONTACT", "mailto:it@clinic.example")
    assert config.load("production").PUSH_CONTACT == "mailto:it@clinic.example"


@pytest.mark.parametrize("key", ["short", "g" * 64, "0" * 64, "f" * 64])
def test_what_is_no_key_of_the_curve_is_named(monkeypatch, key):
    monkeypatch.setenv(config.PUSH_KEY, key)
    with pytest.raises(config.SettingsError, match=config.PUSH_KEY):
        config.load("development")


def test_the_push_services_are_a_setting(monkeypatch):
    assert "fcm.googleapis.com" in config.load("development").PUSH_HOSTS
    monkeypatch.setenv("FADJMA_PUSH_HOSTS", "push.example, *.push.example")
    assert config.load("development").PUSH_HOSTS == ("push.example", "*.push.example")

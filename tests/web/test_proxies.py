"""Proxies: who asks, and whether safely, is believed from as many hops as the clinic says and not from one more."""

import shutil

import pytest
from sqlalchemy import select

from fadjma.extensions import db
from fadjma.models import Session
from tests import people
from tests.conftest import application
from tests.databases import address


@pytest.fixture
def behind(empty_clinic, tmp_path, monkeypatch):
    """Return behind(hops) → a browser of an application that trusts so many proxies, with the cast in it."""

    def behind(hops):
        monkeypatch.setenv("FADJMA_TRUSTED_PROXIES", str(hops))
        app = application(address(shutil.copy(empty_clinic, tmp_path / f"{hops}.db")), monkeypatch)
        with app.app_context():
            people.hire()
        return app.test_client()

    return behind


def signed_in_from(browser, forwarded):
    """Sign Awa in with `X-Forwarded-For: forwarded`; return the address her session was noted with."""
    login = {"login": "awa@fadjma.example", "password": people.PASSWORD}
    assert browser.post("/login", data=login, headers={"X-Forwarded-For": forwarded}).status_code == 302
    with browser.application.app_context():
        return db.session.scalars(select(Session.address)).one()


@pytest.mark.parametrize(
    ("hops", "forwarded", "believed"),
    [
        (0, "1.2.3.4", "127.0.0.1"),
        (1, "1.2.3.4", "1.2.3.4"),
        (1, "6.6.6.6, 1.2.3.4", "1.2.3.4"),
        (2, "6.6.6.6, 1.2.3.4, 10.0.0.1", "1.2.3.4"),
    ],
)
def test_an_address_is_believed_from_trusted_hops_alone(behind, hops, forwarded, believed):
    assert signed_in_from(behind(hops), forwarded) == believed


@pytest.mark.parametrize(("hops", "safe"), [(0, False), (1, True)])
def test_a_safe_connection_to_the_proxy_is_a_safe_connection(behind, hops, safe):
    answer = behind(hops).get("/login", headers={"X-Forwarded-Proto": "https"})
    assert ("Strict-Transport-Security" in answer.headers) is safe


def test_behind_a_trusted_proxy_nobody_is_this_machine(behind):
    browser = behind(1)
    assert browser.get("/metrics", headers={"X-Forwarded-For": "127.0.0.1"}).status_code == 404
    assert browser.get("/metrics").status_code == 200

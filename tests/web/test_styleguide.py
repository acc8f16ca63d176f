"""The page of pieces: there while one builds, nowhere else, and itself valid."""

import pytest

from fadjma import create_app
from tests.html import check


@pytest.fixture
def built(tmp_path, monkeypatch):
    """Return built(environment) → a client of an application made for it."""

    def make(environment):
        monkeypatch.setenv("FADJMA_DATABASE_URL", f"sqlite:///{tmp_path / 'clinic.db'}")
        return create_app(environment).test_client()

    return make


def test_who_builds_sees_every_piece(built):
    answer = built("development").get("/styleguide")
    assert answer.status_code == 200
    check(answer.text)
    for piece in ("button", "card", "tag", "path", "timeline", "table", "field", "toast", "notice", "posology"):
        assert f'class="{piece}' in answer.text, piece


def test_nobody_else_does(built):
    assert built("testing").get("/styleguide").status_code == 404

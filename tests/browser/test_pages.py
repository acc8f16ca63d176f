"""The layout and what pages are made of: valid, labelled, said in French, with what was typed still there."""

from datetime import UTC, datetime
from types import SimpleNamespace

import pytest
from flask import render_template

from tests import html

AT = datetime(2026, 8, 1, 14, 5, tzinfo=UTC)
AWA = SimpleNamespace(id="awa", role="patient", name="Awa Ndiaye")


@pytest.fixture
def render(stage):
    """Return render(template, **variables) → the page, checked as every page is."""

    def render(name, **variables):
        with stage.app.test_request_context("/patient/"):
            page = render_template(name, **variables)
        html.check(page)
        return page

    return render


def test_a_signed_in_page_says_whose_it_is_and_up_to_where(render):
    page = render("list.html", viewer=AWA, cursors={"user_awa": 7}, unread=3, token_seconds=60, now=AT)
    assert """<body hx-ext="live" data-user="awa" data-cursors='{"user_awa": 7}' data-token-expires-in="60">""" in page
    assert "<title>(3) FADJMA – Mes ordonnances</title>" in page
    assert 'aria-current="page">Accueil</a>' in page
    assert 'à jour à <span><time datetime="2026-08-01T14:05:00Z">14\u00a0h\u00a005</time></span>' in page


def test_a_page_of_nobody_has_no_connection_and_no_name(render):
    page = render("login.html")
    assert "data-user" not in page
    assert 'id="connection"' not in page
    assert 'id="toasts"' in page


def test_the_pieces_of_a_page(render):
    page = render("pieces.html", viewer=AWA, at=AT)
    assert "1er\u00a0août 2026 à 14\u00a0h\u00a005" in page
    assert 'value="&lt;&#34;Awa&#34;&gt;"' in page
    assert "deux &lt;/textarea&gt;</textarea>" in page
    assert 'id="a-name" required aria-invalid="true" aria-describedby="a-name-hint a-name-error" maxlength="80"' in page
    assert '<option value="2" selected>Deux</option>' in page
    assert page.count('<a href="#b-level">Accès\u00a0: Choisissez.</a>') == 1


@pytest.mark.parametrize("status", [400, 403, 404, 405, 409, 413, 429, 500, 503])
@pytest.mark.parametrize("viewer", [AWA, None], ids=["signed in", "signed out"])
def test_every_failure_says_what_to_do(render, status, viewer):
    page = render("errors/page.html", viewer=viewer, status=status, title="Titre", detail=None)
    assert "Revenir à l’accueil" in page
    assert ("vient de nous" in page) == (status >= 500)


def test_a_failure_that_knows_more_says_it(render):
    assert "La pharmacie a changé." in render("errors/page.html", status=409, title="x", detail="La pharmacie a changé.")

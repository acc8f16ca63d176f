"""The shell: what a browser needs to install the site, and the worker and page it keeps. Of nobody, and the same for all."""

import json
import re
from io import BytesIO

import pytest
from PIL import Image

from fadjma.languages import LANGUAGES
from tests.architecture import ROOT

KEPT = re.compile(r"/static/[0-9a-f]{12}/[\w./-]+|/offline\?lang=\w\w")


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_manifest_says_what_is_installed(client, language):
    answer = client.get(f"/manifest.webmanifest?lang={language}")
    manifest = json.loads(answer.text)
    assert answer.content_type == "application/manifest+json"
    assert (manifest["start_url"], manifest["scope"], manifest["display"]) == ("/", "/", "standalone")
    assert manifest["lang"] == language and manifest["short_name"] == "FADJMA"
    assert {(icon["sizes"], icon["purpose"]) for icon in manifest["icons"]} == {
        ("192x192", "any"),
        ("512x512", "any"),
        ("512x512", "maskable"),
    }


def test_its_icons_are_as_large_as_it_says(client):
    for icon in json.loads(client.get("/manifest.webmanifest").text)["icons"]:
        answer = client.get(icon["src"])
        assert answer.content_type == icon["type"]
        assert "{}x{}".format(*Image.open(BytesIO(answer.data)).size) == icon["sizes"]
    assert Image.open(BytesIO(client.get("/apple-touch-icon.png").data)).size == (180, 180)


def test_its_colours_are_those_of_the_pages(client):
    theme = json.loads(client.get("/manifest.webmanifest").text)["theme_color"]
    assert f'<meta name="theme-color" content="{theme}" media="(prefers-color-scheme: light)">' in client.get("/login").text
    assert f"--paper: {theme};" in (ROOT / "static/css/tokens.css").read_text()


@pytest.mark.parametrize(("language", "title"), {"fr": "Vous êtes hors connexion"}.items())
def test_the_page_without_a_network_speaks_the_language_that_is_asked_for(client, language, title):
    page = client.get(f"/offline?lang={language}")
    assert f'<html lang="{language}">' in page.text and title in page.text
    assert '<html lang="fr">' in client.get("/offline?lang=xx").text


def test_what_the_worker_keeps_is_of_nobody(app, client, as_):
    source = client.get("/service-worker.js").text
    named = KEPT.findall(source)
    assert len(named) > 4 and "/offline?lang=fr" in named
    awa = as_("awa")
    assert awa.get("/service-worker.js").text == source
    for path in named:
        answer = awa.get(path)
        assert answer.status_code == 200 and answer.data == client.get(path).data
        assert not answer.headers.getlist("Set-Cookie")


def test_the_page_without_a_network_is_made_of_what_is_kept(client):
    kept = client.get("/service-worker.js").text
    made_of = re.findall(r'(?:src|href)="([^"]+)"', client.get("/offline").text)
    assert len(made_of) == 3
    assert [path for path in made_of if path not in kept] == []


def test_another_release_or_language_is_another_worker(app, client, monkeypatch):
    french = client.get("/service-worker.js?lang=fr")
    assert client.get("/service-worker.js", headers={"If-None-Match": french.headers["ETag"]}).status_code == 304
    assert french.text != client.get("/service-worker.js?lang=en").text
    monkeypatch.setattr(app.extensions["assets"], "_version", "0123456789ab")
    assert french.text != client.get("/service-worker.js?lang=fr").text


def test_a_worker_may_speak_to_this_site_alone(client):
    answer = client.get("/service-worker.js")
    assert answer.content_type == "text/javascript; charset=utf-8"
    assert answer.headers["Cache-Control"] == "no-cache"
    assert "connect-src 'self'" in answer.headers["Content-Security-Policy"]
    policy = client.get("/login").headers["Content-Security-Policy"]
    assert "worker-src 'self'" in policy and "manifest-src 'self'" in policy

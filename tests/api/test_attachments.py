"""Attachments over JSON: the author's multipart file, what a record says of it, and its bytes, as the contract has them."""

from io import BytesIO

import pytest

from fadjma.commands.medical_records import add_medical_record
from fadjma.domain.attachments import MOST, MOST_BYTES
from fadjma.models import Attachment
from tests.web.live import let_in

PNG = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + bytes(40)
PDF = b"%PDF-1.7\n" + bytes(40)


@pytest.fixture
def entry(cast):
    """An entry of Awa's file by Fatou."""
    return add_medical_record(cast.awa.id, kind="imaging", title="Radio", content="Thorax", actor=cast.fatou)


@pytest.fixture
def path(entry):
    return f"/medical-records/{entry.id}/attachments"


def one(content=PNG, name="Échographie n° 2.png"):
    return {"file": (BytesIO(content), name)}


def test_a_file_is_joined_listed_and_opened(api, entry, path):
    fatou, awa = api("fatou"), api("awa")
    made = fatou(f"POST {path}", raw=one())
    assert made.status_code == 201
    said = made.json
    assert said == {
        "id": said["id"],
        "name": "Échographie n° 2.png",
        "type": "image/png",
        "size": len(PNG),
        "url": said["url"],
    }
    for who in (fatou, awa):
        assert who(f"GET /medical-records/{entry.id}").json["attachments"] == [said]
        (listed,) = who(f"GET /medical-records?patient_id={entry.patient_id}").json["items"]
        assert listed["attachments"] == [said]
        opened = who(f"GET {said['url'].removeprefix('/api/v1')}")
        assert (opened.status_code, opened.data, opened.mimetype) == (200, PNG, "image/png")


def test_it_is_sent_as_what_it_is_and_as_nothing_else(api, path):
    fatou, awa = api("fatou"), api("awa")
    urls = [fatou(f"POST {path}", raw=one(*file)).json["url"] for file in ((PNG, "é;b.html"), (PDF, "scan.png"))]
    image, document = (awa(f"GET {url.removeprefix('/api/v1')}").headers for url in urls)
    for headers in (image, document):
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["Cache-Control"] == "no-store"
        policy = headers["Content-Security-Policy"].split("; ")
        assert {"default-src 'none'", "sandbox"} < set(policy) and not [part for part in policy if "script" in part]
    assert image["Content-Disposition"].startswith("inline; ")
    assert "filename*=UTF-8''%C3%A9%3Bb.html.png" in image["Content-Disposition"]
    assert document["Content-Disposition"] == "attachment; filename=scan.pdf"
    assert document["Content-Type"] == "application/pdf"


@pytest.mark.parametrize(
    ("sent", "status", "code"),
    [
        (one(b"<html>", "photo.png"), 422, "invalid"),
        (one(b"", "vide.pdf"), 422, "invalid"),
        ({"other": "x"}, 422, "invalid"),
        (b"%PDF-1.7", 422, "invalid"),
        (one(PDF.ljust(MOST_BYTES + 1, b"\0"), "gros.pdf"), 413, "file_too_large"),
        (one(bytes(12 * 1024 * 1024), "gros.pdf"), 413, "too_large"),
    ],
)
def test_what_is_refused_is_said_and_writes_nothing(api, path, unchanged, sent, status, code):
    fatou = api("fatou")
    with unchanged():
        answer = fatou(f"POST {path}", raw=sent)
    assert (answer.status_code, answer.json["type"]) == (status, f"urn:fadjma:problem:{code}")
    if status == 422:
        assert set(answer.json["errors"]) == {"file"}


def test_ten_megabytes_are_taken_and_come_back_as_they_were(api, path):
    whole = PDF.ljust(MOST_BYTES, b"\xa5")
    made = api("fatou")(f"POST {path}", raw=one(whole, "gros.pdf"))
    assert (made.status_code, made.json["size"]) == (201, MOST_BYTES)
    assert api("awa")(f"GET {made.json['url'].removeprefix('/api/v1')}").data == whole


def test_the_same_post_again_is_one_file_and_another_under_its_key_is_refused(api, path):
    fatou = api("fatou")
    answers = [fatou(f"POST {path}", raw=one(), key="k1") for _ in range(3)]
    assert [answer.status_code for answer in answers] == [201] * 3
    assert len({answer.json["id"] for answer in answers}) == 1
    for other in (one(PDF), one(name="other.png")):
        assert fatou(f"POST {path}", raw=other, key="k1").status_code == 422
    assert Attachment.query.count() == 1


def test_only_the_author_adds_and_only_readers_open(api, cast, path, unchanged):
    url = api("fatou")(f"POST {path}", raw=one()).json["url"].removeprefix("/api/v1")
    let_in(cast, "ibrahima", level="write")
    callers = {name: api(name) for name in (None, "moussa", "awa", "aminata", "ousmane", "ibrahima")}
    with unchanged():
        added = {name: caller(f"POST {path}", raw=one()).status_code for name, caller in callers.items()}
    assert added == {None: 401, "moussa": 403, "awa": 403, "aminata": 403, "ousmane": 403, "ibrahima": 403}
    assert callers["ibrahima"](f"GET {url}").data == PNG
    opened = {name: callers[name](f"GET {url}").status_code for name in (None, "moussa", "aminata", "ousmane")}
    assert opened == {None: 401, "moussa": 404, "aminata": 403, "ousmane": 403}
    newest = callers["awa"]("GET /access-log").json["items"][0]
    assert (newest["act"], newest["subject_type"], newest["actor"]["id"]) == (
        "attachment_read",
        "attachment",
        str(cast.ibrahima.id),
    )


def test_one_more_than_an_entry_may_have_is_a_conflict(api, path):
    fatou = api("fatou")
    assert {fatou(f"POST {path}", raw=one()).status_code for _ in range(MOST)} == {201}
    assert fatou(f"POST {path}", raw=one()).json["type"] == "urn:fadjma:problem:too_many_attachments"

"""What may be joined to an entry is judged by its content, and called by a name that does no harm."""

from types import SimpleNamespace

import pytest

from fadjma.domain.attachments import MAGIC, MOST, MOST_BYTES, NAME_LENGTH, Type, judged, may_attach, named
from fadjma.domain.errors import Conflict, Forbidden, Invalid, TooLarge

BEGINNINGS = {
    Type.PDF: b"%PDF-1.7\n",
    Type.JPEG: b"\xff\xd8\xff\xe0\x00\x10JFIF",
    Type.PNG: b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR",
    Type.WEBP: b"RIFF\x24\x00\x00\x00WEBPVP8 ",
}
SHORTEST = {Type.PDF: 5, Type.JPEG: 3, Type.PNG: 8, Type.WEBP: 12}
REST = bytes(3000)


def refused(content):
    """Return the code that a content is refused with."""
    with pytest.raises(Invalid) as refusal:
        judged(content)
    return refusal.value.errors["file"]


def test_every_type_has_its_beginning():
    assert set(MAGIC) == set(Type) == set(BEGINNINGS)


@pytest.mark.parametrize("kind", Type)
def test_a_type_is_known_by_its_beginning_alone(kind):
    assert judged(BEGINNINGS[kind] + REST) == kind
    assert judged(BEGINNINGS[kind][: SHORTEST[kind]]) == kind


@pytest.mark.parametrize("kind", Type)
def test_a_beginning_that_is_cut_off_changed_or_not_at_the_beginning_is_none(kind):
    whole = BEGINNINGS[kind]
    assert refused(whole[: SHORTEST[kind] - 1]) == "not_pdf_nor_image"
    assert refused(bytes([whole[0] ^ 1]) + whole[1:] + REST) == "not_pdf_nor_image"
    for before in (b"\n", b"\xef\xbb\xbf", b"<!doctype html><p>", b"MZ"):
        assert refused(before + whole + REST) == "not_pdf_nor_image"


@pytest.mark.parametrize(
    "content", [b"<html>", b"GIF89a", b"PK\x03\x04", b"II*\x00", b"RIFF\x24\x00\x00\x00WAVE", b"plain words", b"<svg/>"]
)
def test_another_type_is_refused(content):
    assert refused(content + REST) == "not_pdf_nor_image"


@pytest.mark.parametrize("kind", Type)
@pytest.mark.parametrize(
    "markup", [b"<script>alert(1)</script>", b"<HTML>", b"<!DOCTYPE html>", b"<svg onload=x>", b"<?php "]
)
def test_a_file_that_is_a_page_besides_is_refused(kind, markup):
    assert refused(BEGINNINGS[kind] + b"\x00" * 40 + markup + REST) == "not_pdf_nor_image"
    assert judged(BEGINNINGS[kind] + REST + markup) == kind  # nobody looks that far


@pytest.mark.parametrize("kind", Type)
def test_a_file_that_is_an_archive_or_a_pdf_besides_is_refused(kind):
    assert refused(BEGINNINGS[kind] + REST + b"PK\x05\x06" + bytes(18)) == "not_pdf_nor_image"
    if kind != Type.PDF:
        assert refused(BEGINNINGS[kind] + b"%PDF-1.7" + REST) == "not_pdf_nor_image"


def test_nothing_is_refused_and_so_is_too_much():
    assert refused(b"") == "file_empty"
    most = BEGINNINGS[Type.PDF].ljust(MOST_BYTES, b"\0")
    assert judged(most) == Type.PDF
    with pytest.raises(TooLarge):
        judged(most + b"\0")


@pytest.mark.parametrize(
    ("name", "kind", "shown"),
    [
        ("Radio du thorax.jpg", Type.JPEG, "Radio du thorax.jpg"),
        ("photo.JPEG", Type.JPEG, "photo.jpeg"),
        ("photo.jpg", Type.PNG, "photo.png"),
        ("rapport.exe", Type.PDF, "rapport.exe.pdf"),
        ("rapport.2026", Type.PDF, "rapport.2026.pdf"),
        ("Compte rendu d’hôpital.pdf", Type.PDF, "Compte rendu d’hôpital.pdf"),
        ("../../etc/passwd", Type.PDF, "passwd.pdf"),
        ("C:\\Users\\Fatou\\scan.pdf", Type.PDF, "scan.pdf"),
        ("a\r\nSet-Cookie: b\0.pdf", Type.PDF, "a Set-Cookie: b.pdf"),
        ("e\u0301cho\u202egpj.exe", Type.WEBP, "échogpj.exe.webp"),
        ("\ud800.png", Type.PNG, "document.png"),
        ("", Type.PDF, "document.pdf"),
        (" .pdf", Type.PDF, "document.pdf"),
        ("....", Type.PDF, "document.pdf"),
    ],
)
def test_a_name_is_made_harmless_and_ends_as_its_type_does(name, kind, shown):
    assert named(name, kind) == shown


@pytest.mark.parametrize("kind", Type)
def test_a_name_is_no_longer_than_can_be_kept(kind):
    assert len(named("x" * 500 + ".png", kind)) == NAME_LENGTH


def test_only_the_author_joins_a_file_and_only_so_many():
    entry, author, other = SimpleNamespace(author_id=1), SimpleNamespace(id=1), SimpleNamespace(id=2)
    may_attach(entry, MOST - 1, actor=author)
    with pytest.raises(Forbidden):
        may_attach(entry, 0, actor=other)
    with pytest.raises(Conflict):
        may_attach(entry, MOST, actor=author)

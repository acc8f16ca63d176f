"""Attachments of a medical record: what may be one, judged by its content; what it is called; who may add it.

Only the first bytes are judged, and strictly: a type is known by what stands at the very beginning. Whether a scan is whole
is not judged: one whose end is missing may be all that its doctor has, and may still be read.
"""

import re
import unicodedata
from enum import StrEnum

from .errors import Conflict, Forbidden, Invalid, TooLarge


class Type(StrEnum):
    """What an attachment is, by its content."""

    PDF = "application/pdf"
    JPEG = "image/jpeg"
    PNG = "image/png"
    WEBP = "image/webp"


MOST_BYTES = 10 * 1024 * 1024
MOST = 20  # of one entry
NAME_LENGTH = 120
MAGIC = {
    Type.PDF: re.compile(rb"%PDF-"),
    Type.JPEG: re.compile(rb"\xff\xd8\xff"),
    Type.PNG: re.compile(rb"\x89PNG\r\n\x1a\n"),
    Type.WEBP: re.compile(rb"RIFF.{4}WEBP", re.DOTALL),
}
ENDINGS = {Type.PDF: (".pdf",), Type.JPEG: (".jpg", ".jpeg"), Type.PNG: (".png",), Type.WEBP: (".webp",)}  # ours first
LOOKED_AT = 1445  # bytes: as far as a browser that guesses looks (WHATWG MIME Sniffing); a PDF reader looks at 1,024
MARKUP = re.compile(rb"<(?:!doctype|html|head|body|script|svg|iframe|\?php)", re.IGNORECASE)
ZIP_END, ZIP_END_LENGTH = b"PK\x05\x06", 22  # bytes at the very end of whatever is also a ZIP archive


def judged(content: bytes) -> Type:
    """Return the type of `content`; raise Invalid at `file` if it is none of ours, or something else besides."""
    if not content:
        raise Invalid(file="file_empty")
    if len(content) > MOST_BYTES:
        raise TooLarge("file_too_large")
    kind = next((kind for kind, magic in MAGIC.items() if magic.match(content)), None)
    if kind is None or _is_something_else_besides(content, kind):
        raise Invalid(file="not_pdf_nor_image")
    return kind


def _is_something_else_besides(content, kind):
    head = content[:LOOKED_AT]
    is_pdf_too = kind != Type.PDF and b"%PDF-" in head
    return bool(is_pdf_too or MARKUP.search(head)) or content[-ZIP_END_LENGTH:].startswith(ZIP_END)


def named(name: str, kind: Type) -> str:
    """Return what a file of `kind` is shown and sent as: its sender's name for it, made harmless, with our ending.

    No folder, nothing invisible (a right-to-left override makes `fdp.exe` of `exe.pdf`), at most NAME_LENGTH characters.
    """
    stem = _seen(re.split(r"[/\\]", name)[-1])
    known = next((ending for endings in ENDINGS.values() for ending in endings if stem.lower().endswith(ending)), "")
    ending = known if known in ENDINGS[kind] else ENDINGS[kind][0]
    stem = stem[: len(stem) - len(known)][: NAME_LENGTH - len(ending)].strip(" .")
    return (stem or "document") + ending


def _seen(name):
    """Return the letters of `name` that can be seen, with single spaces."""
    kinds = [(letter, unicodedata.category(letter)) for letter in unicodedata.normalize("NFC", name)]
    spaced = (" " if kind[0] == "Z" or kind == "Cc" else "" if kind[0] == "C" else letter for letter, kind in kinds)
    return " ".join("".join(spaced).split())


def may_attach(medical_record, already: int, *, actor) -> None:
    """Refuse whoever is not the author, and more than MOST attachments; there are `already` some."""
    if actor.id != medical_record.author_id:
        raise Forbidden("only_the_author_attaches")
    if already >= MOST:
        raise Conflict("too_many_attachments")

"""Idempotency-Key of a page's acts: which act a key stands for, what its form said, its files included."""

import json
from functools import partial
from hashlib import sha256

from flask import g, request

from ..commands import idempotency


def note():
    """Note the Idempotency-Key of this request, if it is an act that has one."""
    key = request.headers.get("Idempotency-Key")
    if key and request.method == "POST" and request.blueprint != "lock":  # to open is two acts: a try, which counts, first
        g.idempotency = idempotency.Request(request.method, request.path, key[: idempotency.MOST], _sent())


def _sent():
    """Return what the form says, its files included, as bytes: whatever boundary the browser put between its parts."""
    said = json.dumps([*request.form.items(multi=True)]).encode()
    for name, file in request.files.items(multi=True):
        content = sha256()
        for piece in iter(partial(file.stream.read, 65536), b""):
            content.update(piece)
        file.stream.seek(0)
        said += f"{name}:{file.filename}:{content.hexdigest()}".encode()
    return said

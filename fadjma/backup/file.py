"""The file of a backup: written whole or not at all, for its owner's eyes alone; read as it was written or refused.

In clear it is the database's own format, that sqlite3 and pg_restore read, and after it one line with its SHA-256.
"""

import contextlib
import hashlib
import os
from secrets import token_hex

from . import sealing

CHUNK = 1024 * 1024  # bytes
LAST_LINE = b"\nfadjma backup sha256 %s\n"
LAST_LINE_LENGTH = len(LAST_LINE % b"") + 64


class Damaged(Exception):
    """The file is not what was written."""


class Unfit(Exception):
    """The file must not be put here; the message says why."""


class Checked:
    """Writes in clear into `file`, and its digest at the end."""

    def __init__(self, file):
        self.file, self.digest = file, hashlib.sha256()

    def write(self, chunk):
        """Write `chunk`."""
        self.file.write(chunk)
        self.digest.update(chunk)

    def finish(self):
        """Write the last line."""
        self.file.write(LAST_LINE % self.digest.hexdigest().encode())


@contextlib.contextmanager
def writing(path, key):
    """Give a `write`; when everything was written the file is at `path`, and until then what was there before."""
    if path.is_dir():
        raise Unfit(f"{path} is a folder.")
    if not path.parent.is_dir():
        raise Unfit(f"there is no folder {path.parent}.")
    draft = path.with_name(f".{path.name}.{token_hex(4)}")
    try:
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            form = sealing.Sealer(file, key) if key else Checked(file)
            yield form.write
            form.finish()
            file.flush()
            os.fsync(file.fileno())
        draft.replace(path)
    except BaseException:
        draft.unlink(missing_ok=True)
        raise
    _keep_the_name(path.parent)


def _keep_the_name(folder):
    """Bring the folder to the disk too: a power cut then finds the file under its name."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def reading(path, key, *, expected):
    """Yield what was written to `path`, a backup of the kind `expected`. Raises Damaged, at the latest after all of it."""
    with path.open("rb") as file:
        first = True
        for chunk in _chunks(file, key):
            if first and not chunk.startswith(expected.MAGIC):
                raise Unfit(f"{path} is no backup of {expected.NAME}, which this database is.")
            first = False
            yield chunk


def _chunks(file, key):
    if file.read(len(sealing.MAGIC)) != sealing.MAGIC:
        yield from _in_clear(file)
        return
    if not key:
        raise Unfit("the backup is encrypted: FADJMA_BACKUP_KEY must be the one it was written with.")
    try:
        yield from sealing.unsealed(file, key)
    except sealing.Unopened:
        raise Damaged("the backup is damaged or cut off, or FADJMA_BACKUP_KEY is not the one it was written with.") from None


def _in_clear(file):
    left = file.seek(0, os.SEEK_END) - LAST_LINE_LENGTH
    file.seek(0)
    digest = hashlib.sha256()
    while left > 0:
        chunk = file.read(min(CHUNK, left))
        left -= len(chunk)
        digest.update(chunk)
        yield chunk
    if file.read() != LAST_LINE % digest.hexdigest().encode():
        raise Damaged("the backup is damaged or cut off: its SHA-256 is not the one in its last line.")

"""Encryption of a backup: AES-256-GCM in pieces, so that it streams, with a key for each file.

The construction is STREAM (Hoang, Reyhanitabar, Rogaway, Vizár, 2015), as age uses it: a piece's nonce is its number and
whether it is the last, so that pieces changed, moved, left out or cut off do not open. The file's key is derived
(HKDF-SHA256) from FADJMA_BACKUP_KEY and the salt at its beginning.
"""

import secrets

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

MAGIC = b"fadjma backup, encrypted, 1\n"
SALT, PIECE, TAG = 16, 64 * 1024, 16  # bytes


class Unopened(Exception):
    """A piece is not what was written, or the key is another one."""


def _cipher(key, salt):
    return AESGCM(HKDF(SHA256(), 32, salt, MAGIC).derive(key.encode()))


def _nonce(number, last):
    return number.to_bytes(11, "big") + bytes([last])


class Sealer:
    """Encrypts what is written to it into `file`."""

    def __init__(self, file, key):
        salt = secrets.token_bytes(SALT)
        self.file, self.cipher, self.number, self.waiting = file, _cipher(key, salt), 0, bytearray()
        file.write(MAGIC + salt)

    def write(self, chunk):
        """Encrypt `chunk`; the last piece is kept back, because only `finish` knows that it is the last."""
        self.waiting += chunk
        while len(self.waiting) > PIECE:
            self._seal(PIECE, last=False)

    def finish(self):
        """Encrypt what is left, as the last piece."""
        self._seal(PIECE, last=True)

    def _seal(self, size, *, last):
        self.file.write(self.cipher.encrypt(_nonce(self.number, last), bytes(self.waiting[:size]), None))
        del self.waiting[:size]
        self.number += 1


def unsealed(file, key):
    """Yield what was sealed into `file`, which stands behind MAGIC. Raises Unopened where a piece does not open."""
    cipher, number = _cipher(key, file.read(SALT)), 0
    piece = file.read(PIECE + TAG)
    while True:
        following = file.read(PIECE + TAG)
        try:
            yield cipher.decrypt(_nonce(number, not following), piece, None)
        except (InvalidTag, ValueError) as error:
            raise Unopened from error
        if not following:
            return
        piece, number = following, number + 1

"""An encrypted backup opens as it was written, or not at all."""

import io

import pytest

from fadjma.backup.sealing import MAGIC, PIECE, SALT, TAG, Sealer, Unopened, unsealed

KEY = "0123456789abcdef0123456789abcdef"
HEAD = len(MAGIC) + SALT


def seal(text):
    file = io.BytesIO()
    sealer = Sealer(file, KEY)
    for start in range(0, len(text), 50_000):
        sealer.write(text[start : start + 50_000])
    sealer.finish()
    return file.getvalue()


def unseal(sealed, key=KEY):
    file = io.BytesIO(sealed)
    assert file.read(len(MAGIC)) == MAGIC
    return b"".join(unsealed(file, key))


@pytest.mark.parametrize("size", [0, 1, PIECE - 1, PIECE, PIECE + 1, 3 * PIECE, 3 * PIECE + 7])
def test_what_was_written_is_read(size):
    text = bytes(range(256)) * (size // 256 + 1)
    assert unseal(seal(text[:size])) == text[:size]


def test_nothing_of_the_text_is_in_the_file():
    text = b"Awa Ndiaye, Paracetamol " * 5000
    sealed = seal(text)
    assert b"Awa Ndiaye" not in sealed
    assert seal(text)[HEAD:] != sealed[HEAD:]


@pytest.mark.parametrize("place", [len(MAGIC), HEAD, HEAD + PIECE, HEAD + PIECE + TAG, -1])
def test_a_changed_byte_is_found(place):
    sealed = bytearray(seal(bytes(2 * PIECE + 10)))
    sealed[place] ^= 1
    with pytest.raises(Unopened):
        unseal(sealed)


@pytest.mark.parametrize("pieces", [0, 1, 2])
def test_a_file_that_ends_between_two_pieces_is_found(pieces):
    sealed = seal(bytes(3 * PIECE))
    with pytest.raises(Unopened):
        unseal(sealed[: HEAD + pieces * (PIECE + TAG)])


def test_pieces_in_another_order_are_found():
    sealed = seal(bytes(3 * PIECE))
    one, two = sealed[HEAD : HEAD + PIECE + TAG], sealed[HEAD + PIECE + TAG : HEAD + 2 * (PIECE + TAG)]
    with pytest.raises(Unopened):
        unseal(sealed[:HEAD] + two + one + sealed[HEAD + 2 * (PIECE + TAG) :])


def test_another_key_opens_nothing():
    with pytest.raises(Unopened):
        unseal(seal(b"x"), KEY[::-1])

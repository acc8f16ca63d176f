"""Websocket frames: what is read of a client's bytes, however they come, and what is refused before it is waited for."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fadjma.realtime.transport import frames

from . import raw

TEXTS = st.lists(st.text(max_size=400), max_size=6)


def pieces(data, cuts):
    """Yield `data` cut where `cuts` says."""
    at = 0
    for cut in sorted({cut % (len(data) + 1) for cut in cuts}):
        yield data[at:cut]
        at = cut
    yield data[at:]


@given(TEXTS, st.lists(st.integers(0, 4000), max_size=20))
def test_however_the_network_cuts_them_the_same_messages_arrive(said, cuts):
    heard, rest = [], b""
    for piece in pieces(b"".join(raw.text(one) for one in said), cuts):
        found, rest = frames.read(rest + piece, deflates=False)
        heard += [payload.decode() for _, payload in found]
    assert (heard, rest) == (said, b"")


@settings(max_examples=400)
@given(st.binary(max_size=300), st.booleans())
def test_any_bytes_are_read_or_refused(data, deflates):
    try:
        found, rest = frames.read(data, deflates=deflates)
    except frames.Refused as refused:
        assert refused.code in {1002, 1003, 1009}
    else:
        assert len(rest) <= len(data)
        assert sum(len(payload) for _, payload in found) <= frames.LARGEST * max(1, len(found))


@given(st.text(max_size=2000))
def test_a_compressed_message_is_read_as_it_was_said(said):
    assert frames.read(raw.deflated(said), deflates=True) == ([(frames.TEXT, said.encode())], b"")


REFUSED = {
    "not masked": (frames.frame(b"2"), 1002),
    "in pieces": (raw.text("4", first=0x01), 1003),
    "a later piece": (raw.text("4", first=0x80), 1003),
    "a reserved bit": (raw.text("4", first=0xA1), 1002),
    "compressed unasked": (raw.deflated("4"), 1002),
    "an unknown opcode": (raw.text("4", first=0x83), 1003),
    "a control frame too long": (raw.text("4" * 126, first=0x89), 1002),
    "a control frame in pieces": (raw.text("4", first=0x09), 1002),
    "a header that claims 64 KiB and one": (raw.text("", size=65537)[:10], 1009),
    "a header that claims 300 MB": (raw.text("", size=300_000_000)[:10], 1009),
}


@pytest.mark.parametrize("what", REFUSED)
def test_what_is_refused(what):
    data, code = REFUSED[what]
    with pytest.raises(frames.Refused) as refused:
        frames.read(data, deflates=False)
    assert refused.value.code == code


def test_a_small_message_that_inflates_to_a_great_one_is_refused():
    with pytest.raises(frames.Refused) as refused:
        frames.read(raw.deflated("0" * 10_000_000), deflates=True)
    assert refused.value.code == 1009


@pytest.mark.parametrize("size", [0, 125, 126, 65535, 65536, 200_000])
def test_what_we_write_has_the_header_of_its_size(size):
    frame = frames.frame(b"x" * size)
    assert frame[0] == 0x81
    assert not frame[1] & 0x80
    assert frame.endswith(b"x" * size)
    assert len(frame) - size == (2 if size < 126 else 4 if size < 65536 else 10)


def test_what_we_compress_inflates_to_itself():
    first, payload = frames.deflated(b"4" * 5000)[0], frames.deflated(b"4" * 5000)[2:]
    assert first == 0xC1
    assert raw.inflated(payload) == b"4" * 5000

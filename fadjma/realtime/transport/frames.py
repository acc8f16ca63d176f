"""Websocket frames (RFC 6455) and their compression (RFC 7692), as bytes in and bytes out.

A server's frames are unmasked, so one frame serves any number of clients. Both sides compress each message by itself
(`no_context_takeover`): nothing is remembered of one message in the next, and nothing is kept for a connection.
"""

import zlib

TEXT, BINARY, CLOSE, PING, PONG = 1, 2, 8, 9, 10
FINAL, COMPRESSED, MASKED = 0x80, 0x40, 0x80
TOO_BIG, PROTOCOL, NOT_ACCEPTED, NOT_TEXT = 1009, 1002, 1003, 1007  # close codes
LARGEST = 64 * 1024  # bytes of a client's message; nothing that a client says comes near it
WORTH_DEFLATING = 256  # bytes; below, the frame would hardly shrink
TAIL = b"\0\0\xff\xff"  # of a deflated block; left out on the wire
EXTENSION = "permessage-deflate; server_no_context_takeover; client_no_context_takeover"


class Refused(Exception):
    """What a client sent is not taken; `code` goes into the close frame."""

    def __init__(self, code):
        super().__init__(code)
        self.code = code


def frame(payload, opcode=TEXT, flags=FINAL):
    """Return one frame of `payload`, bytes."""
    size = len(payload)
    if size < 126:
        return bytes((flags | opcode, size)) + payload
    if size < 65536:
        return bytes((flags | opcode, 126)) + size.to_bytes(2, "big") + payload
    return bytes((flags | opcode, 127)) + size.to_bytes(8, "big") + payload


def deflated(payload):
    """Return one compressed frame of `payload`, bytes."""
    press = zlib.compressobj(6, zlib.DEFLATED, -15)
    pressed = press.compress(payload) + press.flush(zlib.Z_SYNC_FLUSH)
    return frame(pressed.removesuffix(TAIL), flags=FINAL | COMPRESSED)


def closing(code):
    """Return a close frame."""
    return frame(code.to_bytes(2, "big"), CLOSE)


def _inflated(payload):
    press = zlib.decompressobj(-15)
    try:
        text = press.decompress(payload + TAIL, LARGEST + 1)
    except zlib.error as error:
        raise Refused(PROTOCOL) from error
    if len(text) > LARGEST:
        raise Refused(TOO_BIG)
    return text


def _unmasked(payload, mask):
    """Return `payload` without its mask, all bytes at once: as one long number it takes microseconds."""
    size = len(payload)
    key = (mask * (size // 4 + 1))[:size]
    return (int.from_bytes(payload, "big") ^ int.from_bytes(key, "big")).to_bytes(size, "big")


def _header(data, at):
    """Return (first byte, payload's size, header's size) of the frame at `at`, or None while bytes are missing.

    Raises Refused for what is not masked, not whole, reserved, or declared too long: before any of it is waited for.
    """
    if len(data) - at < 2:
        return None
    first, second = data[at], data[at + 1]
    size, length = second & 127, 2
    if not second & MASKED or first & 0x30:
        raise Refused(PROTOCOL)
    opcode = first & 15
    if opcode >= CLOSE and (size > 125 or not first & FINAL or opcode > PONG):
        raise Refused(PROTOCOL)
    if opcode < CLOSE and (not first & FINAL or opcode not in (TEXT, BINARY)):
        raise Refused(NOT_ACCEPTED)  # in pieces: no client of ours has so much to say
    if size > 125:
        length += 2 if size == 126 else 8
        if len(data) - at < length:
            return None
        size = int.from_bytes(data[at + 2 : at + length], "big")
    if size > LARGEST:
        raise Refused(TOO_BIG)
    return first, size, length


def read(data, *, deflates):
    """Return ([(opcode, payload)], the bytes of a frame that is not whole yet). Raises Refused.

    `deflates`: was compression agreed on? Then a payload may come compressed, and is returned plain.
    """
    found, at = [], 0
    while (header := _header(data, at)) is not None:
        first, size, length = header
        begin = at + length + 4
        if len(data) < begin + size:
            break
        payload = _unmasked(data[begin : begin + size], data[begin - 4 : begin])
        if first & COMPRESSED:
            if not deflates or first & 15 >= CLOSE:
                raise Refused(PROTOCOL)
            payload = _inflated(payload)
        found.append((first & 15, payload))
        at = begin + size
    return found, data[at:]

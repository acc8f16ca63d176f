"""A websocket client that says exactly what it is told to, well formed or not."""

import base64
import json
import os
import socket
import zlib
from urllib.parse import urlsplit

OFFER = "permessage-deflate; client_max_window_bits"


def masked(payload, first=0x81, size=None):
    """Return a client's frame of `payload`; `size`: what its header claims instead of the truth."""
    claimed, key = len(payload) if size is None else size, os.urandom(4)
    if claimed < 126:
        head = bytes((first, 0x80 | claimed))
    elif claimed < 65536:
        head = bytes((first, 0x80 | 126)) + claimed.to_bytes(2, "big")
    else:
        head = bytes((first, 0x80 | 127)) + claimed.to_bytes(8, "big")
    return head + key + bytes(byte ^ key[at % 4] for at, byte in enumerate(payload))


def text(said, **how):
    """Return a client's frame of text."""
    return masked(said.encode(), **how)


class Raw:
    """One TCP connection to a server, with a websocket's handshake done unless `path` is None."""

    def __init__(self, url, path="/socket.io/?EIO=4&transport=websocket", *, offer="", receive_buffer=None):
        address = urlsplit(url)
        self.sock = socket.socket()
        if receive_buffer:
            self.sock.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, receive_buffer)
        self.sock.settimeout(30)
        self.sock.connect((address.hostname, address.port))
        self.rest, self.head = b"", ""
        if path is not None:
            self._shake_hands(address.netloc, path, offer)

    def _shake_hands(self, host, path, offer):
        key = base64.b64encode(os.urandom(16)).decode()
        lines = [f"GET {path} HTTP/1.1", f"Host: {host}", "Upgrade: websocket", "Connection: Upgrade",
                 f"Sec-WebSocket-Key: {key}", "Sec-WebSocket-Version: 13", f"Origin: http://{host}"]  # fmt: skip
        if offer:
            lines.append(f"Sec-WebSocket-Extensions: {offer}")
        self.sock.sendall("\r\n".join([*lines, "", ""]).encode())
        while b"\r\n\r\n" not in self.rest:
            self.rest += self._more()
        head, self.rest = self.rest.split(b"\r\n\r\n", 1)
        self.head = head.decode()

    def _more(self):
        data = self.sock.recv(65536)
        if not data:
            raise EOFError
        return data

    def send(self, data):
        """Send these bytes."""
        self.sock.sendall(data)

    def frame(self):
        """Return (first byte, payload) of the next frame, a compressed one as it comes. Raises EOFError at the end."""
        while True:
            size, begin = (self.rest[1] & 127 if len(self.rest) > 1 else None), 2
            if size in (126, 127):
                begin += 2 if size == 126 else 8
                size = int.from_bytes(self.rest[2:begin], "big") if len(self.rest) >= begin else None
            if size is not None and len(self.rest) >= begin + size:
                first, payload = self.rest[0], self.rest[begin : begin + size]
                self.rest = self.rest[begin + size :]
                return first, payload
            self.rest += self._more()

    def said(self):
        """Return the text of the next message, inflated where it came compressed."""
        first, payload = self.frame()
        return inflated(payload).decode() if first & 0x40 else payload.decode()

    def event(self, name):
        """Return (first byte of its frame, body) of the next event of that name; pings are answered."""
        while True:
            first, payload = self.frame()
            said = (inflated(payload) if first & 0x40 else payload).decode()
            if said == "2":
                self.send(text("3"))
            elif said.startswith("42") and json.loads(said[2:])[0] == name:
                return first, json.loads(said[2:])[1]

    def connect(self, token, **auth):
        """Say who it is; return the body of `connected`."""
        self.send(text("40" + json.dumps({"token": token, **auth})))
        return self.event("connected")[1]

    def ended(self):
        """Wait until the server has closed; return the code it gave, None where it gave none."""
        code = None
        try:
            while True:
                first, payload = self.frame()
                if first & 15 == 8:
                    code = int.from_bytes(payload[:2], "big")
        except (EOFError, ConnectionError):
            return code

    def close(self):
        """Let go."""
        self.sock.close()


def inflated(payload):
    """Return what a compressed message says."""
    return zlib.decompressobj(-15).decompress(payload + b"\0\0\xff\xff")


def deflated(said):
    """Return a client's compressed frame of text."""
    press = zlib.compressobj(wbits=-15)
    pressed = press.compress(said.encode()) + press.flush(zlib.Z_SYNC_FLUSH)
    return masked(pressed.removesuffix(b"\0\0\xff\xff"), first=0xC1)

"""The floor: as little as a Python server can do for the same bytes. One epoll, no framework, each event framed once."""

import hashlib
import json
import os
import select
import socket
import sys
from base64 import b64encode
from collections import Counter
from datetime import UTC, datetime

import jwt

GUID = b"258EAFA5-E914-47DA-95CA-C5AB0DC85B11"  # RFC 6455, 1.3
HELLO = {"sid": "x", "upgrades": [], "pingInterval": 25000, "pingTimeout": 20000, "maxPayload": 1000000}
heads: Counter[str] = Counter()
rooms: dict[str, dict[int, socket.socket]] = {}


def frame(text):
    """Return the websocket frame of a text, good for everyone."""
    data = text.encode()
    if len(data) < 126:
        return b"\x81" + bytes((len(data),)) + data
    size = b"\x7e" + len(data).to_bytes(2, "big") if len(data) < 65536 else b"\x7f" + len(data).to_bytes(8, "big")
    return b"\x81" + size + data


def event(stream):
    """Return the next event of a stream, framed."""
    heads[stream] += 1
    at = datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
    body = {"stream": stream, "seq": heads[stream], "timestamp": at, "html": ""}
    text = "42" + json.dumps(["notification", body], separators=(",", ":"))
    return frame(text[:-3] + "x" * (int(os.environ["PEER_BYTES"]) - len(text)) + text[-3:])


def who(token):
    """Return whose token it is."""
    return jwt.decode(token, os.environ["PEER_SECRET"], ["HS256"])["sub"]


def upgraded(head):
    """Return the answer to an upgrade, and Engine.IO's greeting after it."""
    key = next(
        line.split(b":", 1)[1].strip() for line in head.split(b"\r\n") if line.lower().startswith(b"sec-websocket-key")
    )
    accept = b64encode(hashlib.sha1(key + GUID).digest())
    answer = b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: "
    return answer + accept + b"\r\n\r\n" + frame("0" + json.dumps(HELLO))


def tell(head, body):
    """Write the events of one POST to their room; return the answer."""
    lines = dict(line.decode().split(": ", 1) for line in head.split(b"\r\n")[1:] if line)
    who(lines["Authorization"].removeprefix("Bearer "))
    order = json.loads(body)
    data = b"".join(event(order["room"]) for _ in range(order["times"]))
    for one in rooms.get(order["room"], {}).values():
        one.send(data)
    return b"HTTP/1.1 201 Created\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n{}"


def request(client, data):
    """Answer the HTTP in `data`; return True if it is a websocket from now on, None while the request is not whole."""
    head, blank, body = data.partition(b"\r\n\r\n")
    if not blank:
        return None
    if head.startswith(b"GET"):
        client.send(upgraded(head))
        return True
    size = next(int(line[15:]) for line in head.split(b"\r\n") if line.lower().startswith(b"content-length:"))
    if len(body) < size:
        return None
    client.send(tell(head, body))
    return False


def packet(client, data):
    """Take one frame: the handshake joins the rooms, everything else (pongs, acknowledgements) is let go."""
    size = data[1] & 127
    at = 4 if size == 126 else 2
    mask, masked = data[at : at + 4], data[at + 4 :]
    if bytes((masked[0] ^ mask[0], masked[1] ^ mask[1])) != b"40":
        return
    text = bytes(byte ^ mask[i & 3] for i, byte in enumerate(masked)).decode()
    name = who(json.loads(text[2:])["token"])
    for room in (f"user_{name}", "patients"):
        rooms.setdefault(room, {})[client.fileno()] = client
    client.send(frame('40{"sid":"x"}') + frame('42["connected",{}]'))


def main():
    """Serve for ever."""
    listener, poller = socket.create_server(("127.0.0.1", 0), backlog=4096), select.epoll()
    listener.setblocking(False)
    poller.register(listener, select.EPOLLIN)
    clients, live, waiting = {}, set(), {}
    versions = {"python": sys.version.split()[0]}
    print(json.dumps({"port": listener.getsockname()[1], "versions": versions}), flush=True)
    while True:
        for number, _ in poller.poll():
            if number == listener.fileno():
                client, _ = listener.accept()
                client.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
                clients[client.fileno()] = client
                poller.register(client, select.EPOLLIN)
                continue
            client = clients[number]
            data = client.recv(65536)
            if not data:
                live.discard(number)
                poller.unregister(number)
                [room.pop(number, None) for room in rooms.values()]
                clients.pop(number).close()
            elif number in live:
                packet(client, data)
            elif (became := request(client, waiting.pop(number, b"") + data)) is None:
                waiting[number] = data
            elif became:
                live.add(number)


if __name__ == "__main__":
    main()

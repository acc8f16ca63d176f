"""A light Socket.IO client over websocket: one person's ears in a thread, noting when each event came."""

import json
import threading
import time

import websocket


class Listener:
    """Connects with a token, acknowledges like a browser, and keeps (event name, body, time of arrival)."""

    def __init__(self, url, token, acknowledge=True):
        self.heard, self.arrived, self.acknowledge = [], threading.Condition(), acknowledge
        self.socket = websocket.create_connection(
            url.replace("http", "ws", 1) + "/socket.io/?EIO=4&transport=websocket", timeout=30
        )
        self.socket.recv()  # the engine's greeting
        self.socket.send("40" + json.dumps({"token": token}))
        threading.Thread(target=self._listen, daemon=True).start()

    def _listen(self):
        while True:
            try:
                packet = self.socket.recv()
            except (websocket.WebSocketException, OSError):
                return
            at = time.perf_counter()
            if packet == "2":
                self.socket.send("3")
            elif packet.startswith("42"):
                name, body = json.loads(packet[2:])
                with self.arrived:
                    self.heard.append((name, body, at))
                    self.arrived.notify_all()
                if self.acknowledge and "seq" in body:
                    self.socket.send("42" + json.dumps(["ack", {"streams": {body["stream"]: body["seq"]}}]))

    def wait(self, matches, seconds=10):
        """Return the time at which the first event that `matches` (name, body) arrived; forget those before it."""
        deadline = time.monotonic() + seconds
        with self.arrived:
            while True:
                while self.heard:
                    name, body, at = self.heard.pop(0)
                    if matches(name, body):
                        return at
                if not self.arrived.wait(deadline - time.monotonic()):
                    raise TimeoutError("the event did not arrive")

    def close(self):
        """Hang up."""
        self.socket.close()

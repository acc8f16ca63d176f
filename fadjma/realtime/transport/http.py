"""How HTTP is spoken: pywsgi's handler with time limits, answers in one piece, websockets for Socket.IO alone."""

import gevent
from geventwebsocket.handler import WebSocketHandler

from .frames import EXTENSION

PATH = "/socket.io/"
IDLE = 75.0  # seconds a kept connection may wait for its next request; a proxy lets go of it sooner
HEADERS = 10.0  # seconds for a request's line and headers
PROGRESS = 20.0  # seconds without a byte read or written
PIECE = 64 * 1024  # bytes written at once: a slow reader of something long makes progress piece by piece


class TooSlow(OSError):
    """The headers did not come in time."""


class Handler(WebSocketHandler):
    """One connection of a browser, an app or a proxy."""

    offers_deflate = True
    deflates = False  # was compression agreed on, on this websocket?
    held = None

    # a time for everything

    def handle_one_request(self):
        """Wait for a request, give its headers ten seconds, answer it."""
        self.headers_due = None
        try:
            return super().handle_one_request()
        finally:
            self._headers_came()

    def read_requestline(self):
        """Return the request's first line; from its first byte on the clock runs."""
        self.socket.settimeout(IDLE)
        self.rfile.peek(1)
        self.socket.settimeout(PROGRESS)
        self.headers_due = gevent.Timeout.start_new(HEADERS, TooSlow("the headers did not come in time"))
        return super().read_requestline()

    def read_request(self, raw_requestline):
        """Read the headers."""
        try:
            return super().read_request(raw_requestline)
        finally:
            self._headers_came()

    def _headers_came(self):
        if self.headers_due is not None:
            self.headers_due.close()
            self.headers_due = None

    # answers in one piece: headers and body apart would wait for each other's acknowledgement

    def _write_with_headers(self, data):
        self.held = bytearray()
        try:
            super()._write_with_headers(data)
        finally:
            held, self.held = self.held, None
        self._sendall(held)

    def _sendall(self, data):
        if self.held is not None:
            self.held += data
            return
        view = memoryview(data)
        for begin in range(0, len(view), PIECE):
            super()._sendall(view[begin : begin + PIECE])

    # websockets

    def upgrade_websocket(self):
        """Become a websocket, at Socket.IO's address alone; anywhere else it stays a request, which the gate refuses."""
        if self.environ.get("PATH_INFO") == PATH and "transport=websocket" in self.environ.get("QUERY_STRING", ""):
            return super().upgrade_websocket()
        return None

    def start_response(self, status, headers, exc_info=None):
        """Agree on compression where the client offers it; one who cannot take a whole window is not compressed for."""
        offered = self.environ.get("HTTP_SEC_WEBSOCKET_EXTENSIONS", "")
        fits = "permessage-deflate" in offered and "server_max_window_bits" not in offered
        if self.offers_deflate and status.startswith("101") and fits:
            self.deflates = True
            headers = [*headers, ("Sec-WebSocket-Extensions", EXTENSION)]
        return super().start_response(status, headers, exc_info)


class StockHandler(Handler):
    """The same above the stock transport, whose websockets know nothing of compression."""

    offers_deflate = False

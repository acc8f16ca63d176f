"""The network that goes: of a whole phone, of one tab's live connection, of an answer on its way."""

from tests.browsers import live

NETWORK = (
    "ERR_INTERNET_DISCONNECTED|ERR_CONNECTION_REFUSED|ERR_CONNECTION_RESET|ERR_EMPTY_RESPONSE|ERR_FAILED"
    "|WebSocket connection|websocket error|htmx:(afterRequest|sendError)"
)


class Link:
    """The live connection of one tab, by websocket and by polling: cut until it is mended."""

    def __init__(self, page):
        self.cut = True
        page.route_web_socket("**/socket.io/**", self._websocket)
        page.route("**/socket.io/**", self._poll)

    def mend(self):
        """Let the next try through."""
        self.cut = False

    def _websocket(self, websocket):
        if self.cut:
            websocket.close()
        else:
            websocket.connect_to_server()

    def _poll(self, route):
        if self.cut:
            route.abort()
        else:
            route.continue_()


def cut_off(page):
    """Return (link, page) of a tab that cannot connect."""
    return Link(page), page


# What a page meets behind a proxy that knows no websockets.
REFUSED = """
window.WebSocket = class {
  constructor() { setTimeout(() => { this.onerror?.(new Event('error')); this.onclose?.({ code: 1006 }); }); }
  close() {}
};
"""


def without_websockets(page):
    """Let no websocket of a person through any more; return their page, which has come back by polling."""
    page.context.add_init_script(REFUSED)
    page.reload()
    return live(page)


def lose_answers(page, address):
    """Let what is asked of `address` be done, and its answer be lost on the way, until `unroute`."""

    def lose(route):
        route.fetch()
        route.abort()

    page.route(address, lose)

"""The network that goes: of a whole phone, of one tab's live connection, of an answer on its way."""

NETWORK = r"ERR_INTERNET_DISCONNECTED|ERR_CONNECTION_REFUSED|ERR_FAILED|WebSocket connection|websocket error"


class Link:
    """The live connection of one tab, by websocket and by polling: cut until it is mended."""

    def __init__(self, page, *, polls=False):
        self.cut, self.polls = True, polls
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
        if self.cut and not self.polls:
            route.abort()
        else:
            route.continue_()


def cut_off(page):
    """Return (link, page) of a tab that cannot connect."""
    return Link(page), page


def without_websockets(page):
    """Return a page whose network lets no websocket through; polling works."""
    Link(page, polls=True)
    return page


def lose_answers(page, address):
    """Let what is asked of `address` be done, and its answer be lost on the way, until `unroute`."""

    def lose(route):
        route.fetch()
        route.abort()

    page.route(address, lose)

"""What was rendered, kept under what it was rendered from: a noun, a reader and a card, which are all its template can read.

A card that shows a secret is not kept, nor is anything while templates are being written.
"""

from flask import g

MOST = 4_096  # fragments of about a kilobyte


class Memo:
    """At most MOST fragments of one process: those asked for lately, and those asked for before them.

    Two generations and no order within one: a list's thirty keys are hashed once each, which is most of what a find costs.
    """

    def __init__(self, most=MOST):
        self.most = most
        self._lately: dict[tuple, str] = {}
        self._before: dict[tuple, str] = {}

    def html(self, noun, reader, card, make):
        """Return the html of `card` for `reader`: kept, or as `make(noun, reader, card)` renders it now."""
        key = noun, reader, card
        html = self._lately.get(key)
        if html is None:
            html = self._before.get(key)
            if html is not None:
                self._keep(key, html)
        return self._made(key, make) if html is None else html

    def _made(self, key, make):
        before = g.pop("holds_secret", False)
        html = make(*key)
        if self.most and not g.get("holds_secret"):
            self._keep(key, html)
        g.holds_secret = before or g.get("holds_secret", False)
        return html

    def _keep(self, key, html):
        if len(self._lately) >= self.most // 2:
            self._lately, self._before = {}, self._lately
        self._lately[key] = html

    def __len__(self):
        return len(self._lately) + len(self._before)

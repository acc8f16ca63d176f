"""What was rendered, kept under what it was rendered from: a template, a reader and a card, which are all it can read.

A card that shows a secret is not kept, nor is anything while templates are being written.
"""

from collections import OrderedDict

from flask import g

MOST = 4_096  # fragments of about a kilobyte


class Memo:
    """The newest MOST fragments of one process."""

    def __init__(self, most=MOST):
        self.most = most
        self._kept: OrderedDict[tuple, str] = OrderedDict()

    def html(self, template, reader, card, make):
        """Return the html of `card` for `reader`: kept, or as `make()` renders it now."""
        key = template, reader, card
        html = self._kept.get(key)
        if html is not None:
            self._kept.move_to_end(key)
            return html
        before = g.pop("holds_secret", False)
        html = make()
        if not g.get("holds_secret"):
            self._keep(key, html)
        g.holds_secret = before or g.get("holds_secret", False)
        return html

    def _keep(self, key, html):
        self._kept[key] = html
        if len(self._kept) > self.most:
            self._kept.popitem(last=False)

    def __len__(self):
        return len(self._kept)

"""How much each address holds; one that holds nothing is forgotten."""

from collections import Counter


class Addresses:
    """Counts by address. Both ways cost the same, however many addresses there are."""

    def __init__(self):
        self._held: Counter[str] = Counter()

    def __getitem__(self, address):
        return self._held[address]

    def take(self, address):
        """`address` holds one more."""
        self._held[address] += 1

    def give_back(self, address):
        """`address` holds one less."""
        self._held[address] -= 1
        if not self._held[address]:
            del self._held[address]

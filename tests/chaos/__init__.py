"""Chaos: real processes, real sockets, and a network that is cut, slowed and swallowed, until nothing is lost any more."""

"""The environment of the templates: Flask's, looking names up in one dict instead of a chain of two.

A page of thirty cards opens a few hundred template contexts, and Jinja copies or compares the globals for each. Through its
ChainMap that is a Python call for every name; a template of ours has no globals of its own that would need the chain.
"""

from flask.templating import Environment as FlaskEnvironment


class Environment(FlaskEnvironment):
    """Flask's environment with plain globals."""

    def make_globals(self, d):
        """Return the environment's own globals, unless a template is loaded with others."""
        return super().make_globals(d) if d else self.globals

"""Drafts on a page: where a draft language is spoken the page is French, and each sentence that is said in it says so.

A reader aloud then says a dose in French, and does not say Wolof as if it were French (WCAG 3.1.2). Only where a sentence
stands as text: an attribute, a page's title and a message's words have no place to say it.
"""

from jinja2.ext import Extension
from jinja2.lexer import Token
from markupsafe import Markup

from . import current
from .catalogue import Draft

UNTIL = {"trans": "endtrans", "title": "endblock"}  # what begins a text that may hold no markup: what ends it


def spoken(value):
    """Return a value as it is shown in a text: a draft says its language."""
    return Markup('<span lang="%s">%s</span>') % (current(), value) if type(value) is Draft else value


class SayWhere(Extension):
    """Passes what a template shows as text, between its tags, through `spoken`."""

    def filter_stream(self, stream):
        """Yield the tokens of a template."""
        in_tag, until, wraps = False, "", False
        block: list[str] = []  # the first words of a block
        for token in stream:
            if token.type == "data":
                in_tag = token.value.rfind("<") > token.value.rfind(">") or (in_tag and ">" not in token.value)
            elif token.type == "block_begin":
                block = []
            elif token.type == "block_end":
                until = _until(block, until)
            elif token.type == "name":
                block.append(token.value)
            if token.type == "variable_begin":
                wraps = not in_tag and not until
            if token.type == "variable_end" and wraps:
                yield from _tokens(token.lineno, rparen=")", pipe="|", name="spoken")
            yield token
            if token.type == "variable_begin" and wraps:
                yield from _tokens(token.lineno, lparen="(")


def _until(block, until):
    """Return what ends the text that a block begins or goes on with, or nothing."""
    if block[:1] == [until]:
        return ""
    return until or UNTIL.get(block[0] if block[0] != "block" else block[1], "")


def _tokens(line, **kinds):
    return [Token(line, kind, value) for kind, value in kinds.items()]

"""A patient's file on paper: A4, the entries by years and the ordonnances, with whose it is and the page on every sheet."""

import gevent

from ..languages import FRENCH, speaking
from . import file_words
from .sheet import Sheet

MARGIN, SIZE, FOOT = 18, (210, 297), 8  # mm


def printed(file, now):
    """Return the PDF of a File, drawn in one of the hub's threads: no socket waits while it is."""
    with speaking(FRENCH):  # a paper goes from hand to hand: it is in the language of the clinic
        said = file_words.of(file, now)
    return gevent.get_hub().threadpool.apply(draw, (said,))


def draw(said):
    """Return the PDF of `said` (Words)."""
    page = _Page(said)
    page.add_page()
    page.type(18, bold=True)
    page.write_line(9, f"Dossier médical {said.whose}")
    page.type(9.5)
    for text in said.identity:
        page.write_line(5, text)
    for title, empty, items in said.parts:
        _part(page, title, empty, items)
    return bytes(page.output())


class _Page(Sheet):
    """A sheet of the file."""

    def __init__(self, said):
        super().__init__(SIZE, margin=MARGIN, foot=FOOT, title=f"Dossier médical {said.whose}", author="FADJMA")
        self.said = said

    def footer(self):
        self.set_y(SIZE[1] - MARGIN)
        self.type(7.5, grey=90)
        self.cell(self.inner / 2, 4, self.said.footer)
        self.cell(self.inner / 2, 4, f"Page {self.page_no()} sur {{nb}}", align="R")


def _part(page, title, empty, items):
    page.ln(6)
    page.type(14, bold=True)
    page.write_line(8, title)
    page.set_draw_color(140)
    page.line(MARGIN, page.get_y(), SIZE[0] - MARGIN, page.get_y())
    page.ln(2)
    if not items:
        page.type(9.5, grey=90)
        page.write_line(5, empty)
    for item in items:
        _item(page, item)


def _item(page, item):
    """Set one thing; its head never stands alone at the foot of a page."""
    if page.will_page_break(24):
        page.add_page()
    page.type(10.5, bold=True)
    page.write_line(5.2, item.title)
    page.type(8.5, grey=70)
    page.write_line(4.4, item.about)
    page.type(9.5)
    for text in filter(None, item.texts):
        page.write_line(4.9, text)
    page.ln(3)

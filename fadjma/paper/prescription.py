"""The printed ordonnance: A5, as it goes over a counter, with its QR code and room for stamp and signature."""

from operator import itemgetter

import gevent
from fpdf.enums import WrapMode

from . import moments, words
from .qr import code_of
from .sheet import Sheet

MARGIN, WIDTH, HEIGHT = 12, 148, 210  # mm
INNER = WIDTH - 2 * MARGIN
FOOT = 44  # mm that stay free below the lines: code, stamp, signature
STAMP = 46  # mm
QUIET = 4  # modules of white around a code, by its norm


def printed(prescription, now):
    """Return the PDF of an ordonnance, drawn in one of the hub's threads: no socket waits while it is."""
    return gevent.get_hub().threadpool.apply(draw, (words.of(prescription, now),))


def draw(said):
    """Return the PDF of `said` (Words)."""
    page = _Page(said)
    page.add_page()
    _patient(page, said)
    for number, line in enumerate(said.lines, 1):
        _line(page, number, line)
    _end(page, said)
    return bytes(page.output())


class _Page(Sheet):
    """A sheet with who prescribes above and what proves it below, on every page."""

    def __init__(self, said):
        title = f"Ordonnance {said.matricule}"
        super().__init__((WIDTH, HEIGHT), margin=MARGIN, foot=FOOT, title=title, author=said.prescriber)
        self.said = said

    def header(self):
        said = self.said
        self.type(10, bold=True)
        self.write_line(5, said.prescriber)
        self.type(8.5)
        for text in filter(None, (said.establishment, said.place)):
            self.write_line(4.2, text)
        self.ln(1.5)
        self.type(14, bold=True)
        self.cell(INNER / 2, 8, "Ordonnance")
        self.type(8.5)
        self.cell(INNER / 2, 8, f"{said.place}, le {said.day}" if said.place else f"Le {said.day}", align="R")
        self.ln(8)
        self.set_draw_color(120)
        self.line(MARGIN, self.get_y(), WIDTH - MARGIN, self.get_y())
        self.ln(3)

    def footer(self):
        top = HEIGHT - MARGIN - FOOT + 3
        _code(self, self.said.address, MARGIN, top, 28)
        self.set_xy(MARGIN + 30, top + 1)
        self.type(7.5, bold=True)
        self.cell(46, 4, self.said.matricule, new_x="LEFT", new_y="NEXT")
        self.type(6.5, grey=60)
        self.multi_cell(46, 3.2, f"Signée sur FADJMA le {self.said.signed}.", align="L", new_x="LEFT", new_y="NEXT")
        self.multi_cell(46, 3.2, f"Pour vérifier\u00a0: {self.said.address}", align="L", wrapmode=WrapMode.CHAR)
        self.set_draw_color(120)
        self.rect(WIDTH - MARGIN - STAMP, top, STAMP, 28)
        self.set_xy(WIDTH - MARGIN - STAMP + 1, top + 1)
        self.cell(STAMP - 2, 4, "Cachet et signature")
        self.set_xy(MARGIN, HEIGHT - MARGIN - 8)
        self.type(6.5, grey=60)
        self.cell(INNER, 4, f"Page {self.page_no()} sur {{nb}}", align="R")


def _patient(page, said):
    if said.over:
        page.type(11, bold=True)
        page.write_line(7, said.over, border=1)
        page.ln(2)
    page.type(10, bold=True)
    page.write_line(5, said.patient)
    page.type(8.5)
    if said.age:
        page.write_line(4.5, said.age)
    page.ln(3)


def _line(page, number, line):
    about = ", ".join(filter(None, (line.form, line.quantity.lower() if line.form else line.quantity)))
    above: list[tuple[float, bool, int, float, str]]
    above = [(10, True, 0, 5, f"{number}. {line.name}"), (9, False, 0, 4.5, about)]
    below = [(9, False, 0, 4.5, line.posology), (7.5, False, 60, 4, line.notes)]
    _keep_together(page, above + below, moments.HEIGHT if line.moments else 0.0)
    _write(page, above)
    if line.moments:
        moments.strip(page, line.moments)
    _write(page, below)
    page.ln(2.5)


def _write(page, parts):
    for size, bold, grey, height, text in filter(itemgetter(-1), parts):
        page.type(size, bold=bold, grey=grey)
        page.write_line(height, text)


def _keep_together(page, parts, tall):
    """Begin a new page where a medication, `tall` mm besides its parts, would be torn in two; one longer than a page is."""
    for size, bold, _, height, text in parts:
        page.type(size, bold=bold)
        tall += page.write_line(height, text, dry_run=True, output="HEIGHT") if text else 0
    if page.will_page_break(tall) and tall < HEIGHT / 2:
        page.add_page()


def _end(page, said):
    """Close the list, so that nothing is added to it by hand."""
    many = len(said.lines)
    page.set_draw_color(0)
    page.line(MARGIN, page.get_y(), WIDTH - MARGIN, page.get_y())
    page.ln(1.5)
    page.type(8.5)
    page.write_line(4.5, f"{many} médicament{'s' if many > 1 else ''}. Valable jusqu’au {said.until}.")


def _code(page, text, x, y, size):
    """Draw the code of `text`, `size` mm wide with the white around it."""
    rows = list(code_of(text).matrix_iter(border=QUIET))
    module = size / len(rows)
    page.set_fill_color(0)
    for down, row in enumerate(rows):
        for across, dark in enumerate(row):
            if dark:
                page.rect(x + across * module, y + down * module, module, module, style="F")

"""A sheet of paper: its font, how text is set on it, and where it ends."""

from functools import partial
from pathlib import Path

from fpdf import FPDF

FONTS = Path(__file__).parent / "fonts"


class Sheet(FPDF):
    """A PDF of sheets `size` (mm wide, high), `margin` around them and `foot` more below."""

    def __init__(self, size, *, margin, foot, title, author=""):
        super().__init__(format=size, unit="mm")
        for style, name in (("", "DejaVuSans"), ("B", "DejaVuSans-Bold")):
            self.add_font("DejaVu", style, FONTS / f"{name}.ttf")
        self.set_margins(margin, margin)
        self.set_auto_page_break(True, foot + margin)
        self.set_title(title)
        self.set_author(author)
        self.set_lang("fr")
        self.inner = size[0] - 2 * margin
        self.write_line = partial(self.multi_cell, self.inner, align="L", new_x="LMARGIN", new_y="NEXT")

    def type(self, size, *, bold=False, grey=0):
        """Choose how what follows is set."""
        self.set_font("DejaVu", "B" if bold else "", size)
        self.set_text_color(grey)

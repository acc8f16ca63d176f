"""The moments of a day, drawn: a sun that rises, at its height, that sets, and a moon, each with how much is taken."""

from math import cos, pi, sin

HEIGHT = 10  # mm, of the whole strip
STEP = 24  # mm, from one moment to the next
SIZE = 6.4  # mm, a pictogram
INK = {"morning": (169, 106, 0), "noon": (169, 106, 0), "evening": (160, 67, 26), "night": (47, 62, 143)}
PALE = (215, 210, 203)


def strip(page, moments):
    """Draw `moments` ((name, word, how much), …) where the page stands, always in their places, and go below them."""
    left, top = page.l_margin + page.c_margin, page.get_y()
    for place, (name, word, much) in enumerate(moments):
        _moment(page, name, word, much, left + place * STEP, top + 0.6)
    page.set_draw_color(0)
    page.set_line_width(0.2)
    page.set_xy(page.l_margin, top + HEIGHT)


def _moment(page, name, word, much, x, y):
    ink = INK[name] if much else PALE
    page.set_draw_color(*ink)
    page.set_fill_color(*ink)
    page.set_line_width(0.45)
    DRAWN[name](page, x + SIZE / 2, y + SIZE / 2, SIZE / 24)
    page.set_xy(x + SIZE + 0.5, y)
    page.type(12, bold=True, grey=0 if much else 120)
    page.cell(STEP - SIZE - 1, 5, much or "–")
    page.set_xy(x + SIZE + 0.5, y + 4.8)
    page.type(6.5, grey=60)
    page.cell(STEP - SIZE - 1, 3, word)


def _noon(page, x, y, unit):
    page.polygon(_arc(x, y, 5 * unit, 0, 2 * pi), style="F")
    for ray in range(8):
        _ray(page, x, y, unit, ray * pi / 4, 8.2, 10.6)


def _low_sun(page, x, y, unit, way):
    """Draw half a sun on the horizon, with an arrow that says which way it goes: 1 up, -1 down."""
    ground = y + 6 * unit
    page.polygon(_arc(x, ground, 5 * unit, pi, 2 * pi), style="F")
    page.line(x - 10 * unit, ground, x + 10 * unit, ground)
    for ray in (-3 * pi / 4, -pi / 4):
        _ray(page, x, ground, unit, ray, 8, 10.6)
    tip, tail = (y - 9 * unit, y - 3 * unit)[::way]
    page.line(x, tail, x, tip)
    for side in (-3, 3):
        page.line(x, tip, x + side * unit, tip + way * 3 * unit)


def _night(page, x, y, unit):
    outer = _arc(x - unit, y + unit, 9.5 * unit, pi * 0.08, pi * 1.42)
    inner = _arc(x + 3.2 * unit, y - 3.2 * unit, 7.4 * unit, pi * 1.12, pi * 0.38)
    page.polygon(outer + inner, style="F")


def _ray(page, x, y, unit, angle, start, end):
    across, down = cos(angle) * unit, sin(angle) * unit
    page.line(x + across * start, y + down * start, x + across * end, y + down * end)


def _arc(x, y, radius, start, end, steps=24):
    angles = [start + (end - start) * step / steps for step in range(steps + 1)]
    return [(x + radius * cos(angle), y + radius * sin(angle)) for angle in angles]


DRAWN = {
    "morning": lambda page, x, y, unit: _low_sun(page, x, y, unit, 1),
    "noon": _noon,
    "evening": lambda page, x, y, unit: _low_sun(page, x, y, unit, -1),
    "night": _night,
}

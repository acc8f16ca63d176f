"""The icons of the installed application, drawn from `static/icon.svg` by Chromium: `python -m scripts.icons`."""

import io
from pathlib import Path

from PIL import Image
from playwright.sync_api import sync_playwright

from tests.browsers import FLAGS, executable

STATIC = Path(__file__).resolve().parents[1] / "static"
SIZES = {"icon-192": 192, "icon-512": 512, "maskable-512": 512, "apple-touch": 180}
SQUARE = ("maskable", "apple")  # the phone cuts its own shape out of these: colour up to the edge
COLOURS = 64  # of a mark of three colours and their soft edges


def drawn(page, name, size):
    """Return icon `name` as PNG, `size` pixels wide."""
    mark = (STATIC / "icon.svg").read_text().replace("<svg ", f'<svg width="{size}" height="{size}" style="display:block" ')
    if name.startswith(SQUARE):
        mark = mark.replace(' rx="8"', "")
    if name.startswith("maskable"):  # what matters is in the middle four fifths, whatever shape is cut out
        mark = mark.replace("translate(3.2 3.2) scale(.8)", "translate(6.4 6.4) scale(.6)")
    page.set_viewport_size({"width": size, "height": size})
    page.set_content(f"<body style='margin:0'>{mark}")
    return page.screenshot(omit_background=True)


def small(png):
    """Return the same picture in few colours: every phone that looks at the site fetches one."""
    picture, out = Image.open(io.BytesIO(png)).convert("RGBA"), io.BytesIO()
    picture.quantize(COLOURS, method=Image.Quantize.FASTOCTREE).save(out, "PNG", optimize=True)
    return out.getvalue()


def main():
    """Draw them all into `static/icons/`."""
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=executable(), args=FLAGS)
        page = chromium.new_page()
        for name, size in SIZES.items():
            (STATIC / "icons" / f"{name}.png").write_bytes(small(drawn(page, name, size)))
        chromium.close()


if __name__ == "__main__":
    main()

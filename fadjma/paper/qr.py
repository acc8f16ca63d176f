"""QR codes of the address at which anybody may verify an ordonnance."""

import io

import segno
from flask import current_app
from markupsafe import Markup


def init_app(app):
    """Give templates the code: `{{ qr_of(prescription.matricule) }}`."""
    app.jinja_env.globals["qr_of"] = lambda matricule: drawing(address_of(matricule))
    app.jinja_env.globals["verification_address"] = address_of


def address_of(matricule):
    """Return where an ordonnance is verified: absolute where FADJMA_PUBLIC_URL says what we are called, else the path."""
    path = current_app.extensions["path_for"]("verification.verify", matricule=matricule)
    return (current_app.config["PUBLIC_URL"] or "") + path


def code_of(text):
    """Return the code of `text`; a quarter of it may be smudged by a fold or a stamp."""
    return segno.make(text, error="q", micro=False, boost_error=False)


def drawing(text):
    """Return the code of `text` as an SVG without a size of its own, dark on light in any theme."""
    return Markup(
        code_of(text).svg_inline(border=4, dark="#000", light="#fff", omitsize=True, svgclass="qr", lineclass=None)
    )


def picture(matricule):
    """Return the code of an ordonnance as the bytes of an SVG file."""
    file = io.BytesIO()
    code_of(address_of(matricule)).save(file, kind="svg", border=4, dark="#000", light="#fff", omitsize=True)
    return file.getvalue()

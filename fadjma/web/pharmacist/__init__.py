"""The pages of the pharmacist: the queue, an ordonnance, a paper, the stock."""

from flask import Blueprint

blueprint = Blueprint("pharmacist", __name__)

from . import (  # noqa: E402,F401  (their routes)
    dashboard,
    dispensing,
    imports,
    lines,
    medications,
    papers,
    portions,
    printing,
    requests,
    stock,
)

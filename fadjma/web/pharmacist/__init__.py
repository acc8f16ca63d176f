"""The pages of the pharmacist: the queue, an ordonnance, a paper, the stock."""

from flask import Blueprint

blueprint = Blueprint("pharmacist", __name__)

from . import dashboard, dispensing, medications, papers, printing, requests, stock  # noqa: E402,F401  (their routes)

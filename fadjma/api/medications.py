"""The catalogue of medications."""

from ..queries import medications
from .endpoint import endpoint
from .schemas import Page, page
from .schemas.medications import Medication, Sought
from .who import VERIFIED


@endpoint("GET /medications", who=VERIFIED, query=Sought, answer=Page[Medication])
def listed(query):
    """Find presentations by the beginnings of words of their name, other names, form and strength; the first twelve."""
    return page(Medication, medications.search(query.q), None)

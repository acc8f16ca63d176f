"""Pharmacies, and whether each has what one needs."""

from ..models.types import utcnow
from ..queries import duties, pharmacies, stock
from .endpoint import endpoint
from .schemas import Page, page
from .schemas.pharmacies import Pharmacy, Sought
from .who import VERIFIED


@endpoint("GET /pharmacies", who=VERIFIED, query=Sought, answer=Page[Pharmacy])
def listed(query):
    """List pharmacies by name; with `medication` (repeatable), whether each has it in stock."""
    rows = pharmacies.listed(query.q)
    units = stock.availability([row.id for row in rows], query.medication, utcnow().date())
    return page(Pharmacy, rows, None, query.medication, units, duties.on_duty())

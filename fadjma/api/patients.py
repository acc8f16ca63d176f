"""Patients, as a doctor looks for them."""

from ..commands.patients import search_patients
from ..queries import access_requests
from .endpoint import endpoint
from .schemas import Page, page
from .schemas.patients import Found, Wanted
from .who import DOCTOR, viewer


@endpoint("GET /patients", who=DOCTOR, query=Wanted, answer=Page[Found])
def search(query):
    """Look for a patient by exact phone or number, or letters of the name; at most 10, 60 times an hour, recorded."""
    found = search_patients(query.q, actor=viewer())
    return page(Found, found, None, access_requests.states(viewer(), [patient.id for patient in found]))

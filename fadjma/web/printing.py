"""The printed ordonnance as an answer: for its patient, its prescriber and the pharmacy that holds it."""

from flask import Response

from ..commands.printing import print_prescription
from ..models.types import utcnow
from ..paper.prescription import printed
from .guards import viewer


def paper_of(id):
    """Answer with the PDF; that it was printed is recorded."""
    prescription = print_prescription(id, actor=viewer())
    name = f"ordonnance-{prescription.matricule}.pdf"
    headers = {"Content-Disposition": f'inline; filename="{name}"'}
    return Response(printed(prescription, utcnow()), content_type="application/pdf", headers=headers)

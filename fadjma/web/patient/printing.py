"""An ordonnance on paper, and the code that a pharmacy's camera reads from the phone instead."""

from flask import Response

from ...paper import qr
from ...queries import prescriptions
from ..guards import viewer
from ..printing import paper_of
from . import blueprint


@blueprint.get("/prescriptions/<uuid:id>/paper")
def prescription_paper(id):
    """Send it as PDF, A5."""
    return paper_of(id)


@blueprint.get("/prescriptions/<uuid:id>/qr.svg")
def prescription_qr(id):
    """Send the QR code of its verification, as a picture: it says the matricule and no more."""
    return Response(qr.picture(prescriptions.find(viewer(), id).matricule), content_type="image/svg+xml")

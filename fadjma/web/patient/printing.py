"""An ordonnance on paper."""

from ..printing import paper_of
from . import blueprint


@blueprint.get("/prescriptions/<uuid:id>/paper")
def prescription_paper(id):
    """Send it as PDF, A5."""
    return paper_of(id)

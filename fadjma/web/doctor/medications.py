"""The catalogue, as the doctor's form offers it."""

from ...languages import N_
from ...languages import gettext as _
from ...queries import medications as queries
from ..medications import options
from . import blueprint

UNKNOWN = N_("Pas au catalogue\u00a0: seul son nom sera comparé aux allergies et aux ordonnances en cours.")


@blueprint.get("/medications")
def medications():
    """Offer presentations for what is being typed."""
    return options(entries=queries.search, unknown=_(UNKNOWN))

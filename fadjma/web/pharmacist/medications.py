"""The catalogue, as the form of what comes in offers it."""

from ...languages import gettext as _
from ...queries import medications as queries
from ..medications import options
from . import blueprint


@blueprint.get("/medications")
def medications():
    """Offer names for what is being typed."""
    unknown = _("Pas au catalogue\u00a0: vérifiez que le nom est celui des ordonnances.")
    return options(names=queries.names, unknown=unknown)

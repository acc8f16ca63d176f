"""`/styleguide`: every piece of the interface on one page, in development only."""

from datetime import timedelta

from flask import Blueprint, render_template

from ..models.types import utcnow

blueprint = Blueprint("styleguide", __name__)
COLOURS = (
    "paper sheet sand thread bark husk hull indigo indigo-deep indigo-wash "
    "laterite millet laterite-wash leaf leaf-wash brick brick-wash"
)
STATES = (
    "pending approved issued validated in_preparation ready partially_delivered delivered cancellation_requested "
    "cancelled expired revoked emergency contested justified low suspended"
)


@blueprint.get("/styleguide")
def pieces():
    """Show the pieces. What stands in them is made up here; nothing is read."""
    moment = utcnow()
    errors = {"reason": "Dites pourquoi, en quelques mots."}
    line = {"posology": {"morning": 1, "evening": 0.5}}
    return render_template(
        "styleguide.html",
        ours="styleguide",
        colours=COLOURS.split(),
        states=STATES.split(),
        errors=errors,
        moment=moment,
        before=moment - timedelta(days=40),
        line=line,
    )

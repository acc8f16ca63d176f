"""The audit trail, as the admin reads it: who, when, which act and state; and whether its seals hold."""

from flask import render_template

from ...models.types import utcnow
from ...queries import audit as reads
from ...realtime import audit as trail
from ..guards import viewer
from ..inputs import wanted
from . import blueprint
from .labels import AUDIT_FAMILIES


@blueprint.get("/audit")
def audit():
    """Show the trail, newest first, filtered by family of acts or by a person's name."""
    filters = {"family": wanted("family", among=reads.FAMILIES), "q": wanted("q"), "after": wanted("after", int)}
    lines, following = reads.listed(viewer(), **filters)
    shown = {"lines": lines, "following": following, "filters": filters, "families": AUDIT_FAMILIES}
    return render_template("admin/audit.html", **shown)


@blueprint.get("/audit/verification")
def audit_verification():
    """Check every seal, now."""
    bad, (many, _) = trail.first_bad_entry(), trail.head()
    return render_template("admin/_audit_verification.html", bad=bad, many=many, at=utcnow())

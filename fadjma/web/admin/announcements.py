"""Announcements: what the admin tells all people of a role."""

from uuid import UUID

from flask import render_template, request

from ...commands.notifications import announce
from ...domain.errors import Invalid
from ...models.announcements import Audience
from ...queries import announcements as reads
from ..addresses import go_to
from ..guards import viewer
from ..inputs import choice, wanted
from ..labels import field_errors
from . import blueprint


@blueprint.get("/announcements")
def announcements():
    """Show the form, and what was announced, newest first."""
    after = wanted("after", UUID)
    rows, following = reads.listed(viewer(), after=after)
    shown = {"announcements": rows, "following": following, "after": after, "form": {}, "errors": {}}
    return render_template("admin/announcements.html", **shown)


@blueprint.post("/announcements")
def make_announcement():
    """Tell them; the form comes back with its words where something is wrong."""
    form = request.form
    try:
        audience = choice(form, "audience", Audience)
        announce(audience=audience, title=form.get("title", ""), message=form.get("message", ""), actor=viewer())
    except Invalid as refusal:
        return render_template("admin/_announcement_form.html", form=form, errors=field_errors(refusal)), 422
    return go_to("admin.announcements")

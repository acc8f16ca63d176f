"""The roster of the pharmacies de garde: which pharmacy, from when to when."""

from datetime import UTC, datetime, timedelta

from flask import render_template, request

from ...commands.duties import add_duty, remove_duty
from ...domain.errors import Conflict, Invalid
from ...models.types import utcnow
from ...queries import duties as reads
from ...queries import pharmacies
from ..addresses import go_to
from ..answers import the_form_again
from ..guards import viewer
from ..inputs import identifier
from ..labels import field_errors, sentence
from . import blueprint

TYPED = "%Y-%m-%dT%H:%M"  # as a browser's field of a moment says it


@blueprint.get("/duties")
def duties():
    """Show the duties to come, with the form of a new one: tonight, unless somebody says otherwise."""
    viewer()
    evening = utcnow().replace(hour=20, minute=0)
    night = {"starts_at": evening.strftime(TYPED), "ends_at": (evening + timedelta(hours=12)).strftime(TYPED)}
    return render_template("admin/duties.html", duties=reads.ahead(), **_shown(night, {}))


def _shown(form, errors):
    options = [(row.id, f"{row.name}, {row.town}") for row in pharmacies.listed()]
    return {"pharmacy_options": options, "form": form, "errors": errors}


@blueprint.post("/duties")
def put_on_duty():
    """Put a pharmacy on duty."""
    form = request.form
    try:
        span = {"starts_at": _moment(form, "starts_at"), "ends_at": _moment(form, "ends_at")}
        add_duty(pharmacy_id=identifier(form, "pharmacy_id"), **span, actor=viewer())
    except (Invalid, Conflict) as refusal:
        errors = field_errors(refusal) or {"pharmacy_id": sentence(refusal)}
        return the_form_again("admin/_duty_form.html", "duty-form", **_shown(form, errors))
    return go_to("admin.duties")


def _moment(form, name):
    """Return the moment typed in a field, which Dakar's clocks read as UTC; None where there is none."""
    try:
        return datetime.fromisoformat(form[name]).replace(tzinfo=UTC) if form.get(name) else None
    except ValueError as error:
        raise Invalid(**{name: "not_a_date"}) from error


@blueprint.post("/duties/<uuid:id>/removal")
def take_off_duty(id):
    """Take a duty off the roster."""
    remove_duty(id, actor=viewer())
    return go_to("admin.duties")

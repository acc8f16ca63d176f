"""Part deliveries: how much of each line is handed over, or a substitute for it, or why it is not dispensed."""

import re
from uuid import UUID

from flask import render_template, request

from ...commands.dispensing import deliver_prescription
from ...domain.dispensing import Portion
from ...domain.errors import Conflict, Invalid
from ...domain.prescriptions import remaining
from ...models.types import utcnow
from ...queries import prescriptions, stock
from ..addresses import go_to
from ..answers import the_form_again
from ..guards import viewer
from ..inputs import whole
from ..labels import field_errors, sentence
from . import blueprint

GIVEN = "given"  # the choice that leaves a line to its quantity
LINE_ID = re.compile(r"lines\.(\d+)\.line_id")


@blueprint.get("/prescriptions/<uuid:id>/part-delivery")
def part_delivery(id):
    """Show the form, each line with what remains of it and what there is."""
    return render_template("pharmacist/part_delivery.html", **_shown(id, {}, {}))


@blueprint.post("/prescriptions/<uuid:id>/part-delivery")
def deliver_part(id):
    """Hand over what was typed, against the patient's code."""
    places: tuple[int, ...] = ()
    try:
        places, portions = _typed(request.form)
        deliver_prescription(id, pickup_code=request.form.get("pickup_code", ""), lines=portions, actor=viewer())
    except Invalid as refusal:
        errors = {_in_the_form(name, places): said for name, said in field_errors(refusal).items()}
    except Conflict as refusal:
        errors = {"lines": sentence(refusal)}
    else:
        return go_to("pharmacist.prescription", id=id)
    return the_form_again("pharmacist/_part_delivery.html", "part_delivery", **_shown(id, request.form, errors))


def _shown(id, form, errors):
    """Return the lines that remain, with the units there are for each: set aside for it, or free."""
    prescription, today = prescriptions.find_held(viewer(), id), utcnow().date()
    aside = stock.set_aside(id, today)
    free = stock.free(viewer().pharmacy_id, [line.medication_key for line in prescription.lines], today)
    there = {line.id: aside.get(line.id, 0) + free.get(line.medication_key, 0) for line in prescription.lines}
    lines = [(line, remaining(line), there[line.id]) for line in prescription.lines if remaining(line)]
    medications = sorted({item.medication for item in stock.listed(viewer())})
    return {"prescription": prescription, "lines": lines, "medications": medications, "form": form, "errors": errors}


def _typed(form):
    """Return ([number in the form], [Portion]) of the lines of which something is said; Invalid at a field of the form."""
    numbers = sorted(int(found[1]) for name in form if (found := LINE_ID.fullmatch(name)))
    said = [(number, _portion(form, number)) for number in numbers]
    chosen = [(number, portion) for number, portion in said if portion is not None]
    if not chosen:
        raise Invalid(lines="nothing_chosen")
    places, portions = zip(*chosen, strict=True)
    return places, list(portions)


def _portion(form, number):
    """Return what is said of one line, or None where its quantity is none: it stays for another time."""
    field = f"lines.{number}."
    try:
        line_id = UUID(form[f"{field}line_id"])
    except ValueError as error:
        raise Invalid(lines="unknown_value") from error
    why_not = form.get(f"{field}why_not", GIVEN)
    if why_not != GIVEN:
        return Portion(line_id, 0, reason=why_not)
    quantity = whole(form, f"{field}quantity", 0)
    words = {name: form.get(f"{field}{name}", "") for name in ("substitute", "reason")}
    return Portion(line_id, quantity, **words) if quantity else None


def _in_the_form(name, places):
    """Return the field of the form that a rule calls by the place of its portion among those handed over."""
    if not places or name.count(".") != 2:
        return name
    group, number, field = name.split(".")
    return f"{group}.{places[int(number)]}.{field}"

"""Pharmacies the clinic knows: pharmacists belong to one, patients choose among them."""

from flask import render_template, request

from ...commands.pharmacies import open_pharmacy as open_
from ...domain.errors import Invalid
from ...queries import pharmacies as reads
from ..addresses import go_to
from ..guards import viewer
from ..labels import field_errors
from . import blueprint


@blueprint.get("/pharmacies")
def pharmacies():
    """Show them, with the form of a new one."""
    viewer()
    return render_template("admin/pharmacies.html", pharmacies=reads.listed(), form={}, errors={})


@blueprint.post("/pharmacies")
def open_pharmacy():
    """Make a pharmacy known."""
    typed = {name: request.form.get(name, "") for name in ("name", "town", "phone")}
    try:
        open_(**typed, actor=viewer())
    except Invalid as refusal:
        return render_template("admin/_pharmacy_form.html", form=request.form, errors=field_errors(refusal)), 422
    return go_to("admin.pharmacies")

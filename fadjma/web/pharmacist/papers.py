"""The paper in a patient's hand: read by its matricule, told to the patient, and claimed."""

from flask import render_template, request

from ...commands.dispensing import claim_prescription
from ...commands.prescriptions import present_prescription
from ...domain.errors import Invalid, NotFound, TooMany
from ..addresses import go_to
from ..guards import viewer
from ..labels import sentence
from . import blueprint


@blueprint.get("/papers")
def paper():
    """Show what the paper of this matricule says, or where to type one."""
    matricule = request.args.get("matricule", "").strip()
    if not matricule:
        return render_template("pharmacist/paper_search.html", matricule="", problem=None)
    try:
        read = present_prescription(matricule, actor=viewer())
    except (NotFound, TooMany) as refusal:
        shown = {"matricule": matricule, "problem": sentence(refusal)}
        return render_template("pharmacist/paper_search.html", **shown), refusal.status
    return render_template("pharmacist/paper.html", prescription=read)


@blueprint.post("/papers/<uuid:id>/validation")
def claim_paper(id):
    """Take in charge the ordonnance whose paper was read, and go to it."""
    try:
        claim_prescription(id, matricule=request.form.get("matricule", ""), actor=viewer())
    except Invalid as refusal:
        raise NotFound from refusal  # the matricule is the page's own: whoever changed it is told nothing
    return go_to("pharmacist.prescription", id=id)

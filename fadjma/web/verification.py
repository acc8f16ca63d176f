"""Is this ordonnance genuine? Public: its date and its state for whoever holds its matricule; no name, no drug."""

import re

from flask import Blueprint, render_template, request

from ..commands.verifications import admit_verification
from ..models.types import utcnow
from ..queries import prescriptions

blueprint = Blueprint("verification", __name__)
MATRICULE = re.compile(r"ORD-\d{8}-[0-9A-F]{8}")


@blueprint.get("/verify/<matricule>")
def verify(matricule):
    """Say it: the same page, as fast, whether there is one or not."""
    now, asked = utcnow(), matricule.strip().upper()
    admit_verification(request.remote_addr or "", now=now)
    genuine = prescriptions.genuine(asked, now)
    shown = asked if MATRICULE.fullmatch(asked) else ""
    return render_template("verification.html", matricule=shown, genuine=genuine, at=now)

"""Lines that a pharmacy could not dispense: what their prescriber makes of them."""

from ..commands.lines import leave_line, replace_line
from ..domain.signing import Line
from .dispensing import LINE
from .endpoint import endpoint
from .prescriptions import shown
from .schemas.lines import Replacement
from .schemas.prescriptions import Prescription
from .who import DOCTOR, viewer


@endpoint(f"POST {LINE}/replacement", who=DOCTOR, body=Replacement, answer=Prescription, status=201)
def replace(id, line_id, body):
    """Put another line in its place, after the checks of every signature; on an ordonnance of its own once that is over."""
    line = Line(**body.model_dump(exclude={"override"}))
    return shown(replace_line(id, line_id, line=line, override=body.override, actor=viewer()))


@endpoint(f"POST {LINE}/acknowledgement", who=DOCTOR, answer=Prescription)
def leave(id, line_id):
    """Leave it at that: nothing comes in its place."""
    return shown(leave_line(id, line_id, actor=viewer()))

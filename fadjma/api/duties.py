"""The roster of the pharmacies de garde: public to read, kept by the admin."""

from ..commands.duties import add_duty, remove_duty
from ..queries import duties
from .endpoint import endpoint
from .schemas import Page, page
from .schemas.duties import Duty, NewDuty
from .who import ADMIN, ANYONE, viewer


@endpoint("GET /duties", who=ANYONE, answer=Page[Duty])
def listed():
    """List the duties that are not over, in the order they begin."""
    return page(Duty, duties.ahead(), None)


@endpoint("POST /admin/duties", who=ADMIN, body=NewDuty, answer=Duty, status=201)
def add(body):
    """Put a pharmacy on duty."""
    return Duty.of(duties.find(add_duty(actor=viewer(), **body.model_dump()).id))


@endpoint("DELETE /admin/duties/<uuid:id>", who=ADMIN, status=204)
def remove(id):
    """Take a duty off the roster."""
    remove_duty(id, actor=viewer())

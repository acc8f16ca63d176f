"""What is sent along with the steps of an ordonnance."""

from uuid import UUID

from ...domain.dispensing import WhyNot
from . import Body


class Choice(Body):
    """The pharmacy the patient wants."""

    pharmacy_id: UUID


class Presented(Body):
    """The whole matricule of the paper, needed unless the pharmacy was chosen."""

    matricule: str | None = None


class Preparation(Body):
    """Whether to begin with what there is, where the stock does not suffice."""

    partial: bool = False


class Portion(Body):
    """What is handed over of one line; 0 units with a `reason` (out_of_stock, refused, unsuitable): it is not dispensed."""

    line_id: UUID
    quantity: int
    substitute: str = ""
    reason: str = ""


class Delivery(Body):
    """The pick-up code that the patient shows; without `lines`, all that remains is handed over."""

    pickup_code: str
    lines: list[Portion] | None = None


class NotDispensed(Body):
    """Why a line cannot be dispensed."""

    reason: WhyNot

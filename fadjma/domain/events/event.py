"""What every fact has."""

from dataclasses import dataclass
from typing import Any, ClassVar
from uuid import UUID


@dataclass(frozen=True, kw_only=True)
class Event:
    """What every fact has. `patient_id`: whose file it concerns; `grant_id`: the access it was done under.

    `on_behalf_of` is the patient for whom `actor_id`, who follows them, did it.
    """

    wire: ClassVar[str | None] = None
    subject: ClassVar[str]
    tells: ClassVar[tuple[str, ...]] = ()
    in_access_log: ClassVar[bool] = False  # told to the patient as a line of « who read or wrote in my file »
    joins: ClassVar[bool] = False  # makes a new thing, which joins the lists it belongs to
    decides: ClassVar[bool] = False  # the patient's to do: done by who follows them, it is a line of that log as well
    personal: ClassVar[bool] = False  # between those it names: done in one's own name, and not for who else follows the file

    subject_id: UUID
    actor_id: UUID | None
    patient_id: UUID | None = None
    grant_id: UUID | None = None
    on_behalf_of: UUID | None = None

    @property
    def is_logged(self) -> bool:
        """Is it a line of the patient's access log? What somebody decided in their place is one."""
        return self.in_access_log or (self.decides and self.on_behalf_of is not None)

    def things(self) -> list[tuple[str, UUID]]:
        """Return the (noun, id) of everything on a screen that this fact may change."""
        return [(self.subject, self.subject_id)]

    def data(self) -> dict[str, Any]:
        """Return what travels in the frame's `data`: the subject's id and the fields named in `tells`."""
        told = {name: getattr(self, name) for name in self.tells}
        return {f"{self.subject}_id": self.subject_id} | {name: value for name, value in told.items() if value is not None}

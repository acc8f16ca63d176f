"""Access in the demo: a doctor asks, the patient approves, and time ends what is over by now."""

from dataclasses import dataclass
from datetime import timedelta

from ..commands.access_requests import decide_access_request, end_access_request, request_access
from ..domain.access_requests import Level, Status


@dataclass(frozen=True)
class Grant:
    """Asked `asked` days ago by `doctor`, to read and write for `days` days."""

    asked: int
    days: int
    reason: str
    doctor: str = "fatou"


def story(clinic, patient, grant):
    """Yield the moments of a grant's life: asked in the morning, approved an hour later, ended when its days are over."""
    asked = {"reason": grant.reason, "level": Level.WRITE, "days": grant.days}
    now = yield clinic.calendar.on(grant.asked, 8, 30)
    request = request_access(patient.id, **asked, actor=clinic.people[grant.doctor], now=now)
    id = request.id
    now = yield now + timedelta(hours=1)
    decide_access_request(id, Status.APPROVED, actor=patient, now=now)
    end = now + timedelta(days=grant.days)
    if end < clinic.calendar.now:
        now = yield end
        end_access_request(id, now=now)

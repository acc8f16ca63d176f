"""Access in the demo: a doctor asks, the patient approves, time ends what is over; and a night without time to ask."""

from dataclasses import dataclass
from datetime import timedelta

from ..commands.access_requests import decide_access_request, end_access_request, request_access
from ..commands.emergencies import begin_emergency, close_emergency, review_emergency
from ..commands.medical_records import read_file
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


def emergency(clinic, patient, *, day, reason, reason_code, doctor="fatou"):
    """Yield the moments of an emergency: opened late in the evening, closed within the hour, judged three days later."""
    opened = {"reason": reason, "reason_code": reason_code}
    now = yield clinic.calendar.on(day, 22, 10)
    id = begin_emergency(patient.id, **opened, actor=clinic.people[doctor], now=now).id
    now = yield now + timedelta(minutes=2)
    read_file(patient.id, actor=clinic.people[doctor], now=now)
    now = yield now + timedelta(minutes=48)
    close_emergency(id, actor=clinic.people[doctor], now=now)
    now = yield clinic.calendar.on(day - 3, 10, 30)
    review_emergency(id, Status.JUSTIFIED, actor=clinic.people["ousmane"], now=now)

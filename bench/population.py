"""The people of a benchmark: thousands of accounts and their sessions, written in bulk, and an access token of each.

A process of its own: `python -m bench.population HOW_MANY FILE` populates the database of FADJMA_DATABASE_URL and writes
{role: [[id, token], …]}. Nobody signs in: four thousand argon2 digests would take longer than everything measured.
"""

import json
import subprocess
import sys
from datetime import date, timedelta
from pathlib import Path

from tests.databases import surroundings

from . import counter

TOKEN_SECONDS = 12 * 3600
PROFESSIONALS = 200


def populate(url, many, folder):
    """Write `many` patients and who looks after them beside the demo clinic at `url`; return {role: [(id, token)]}."""
    place = Path(folder) / "people.json"
    environment = surroundings(FADJMA_DATABASE_URL=url, FADJMA_ACCESS_TOKEN_SECONDS=str(TOKEN_SECONDS))
    subprocess.run([sys.executable, "-m", "bench.population", str(many), place], env=environment, check=True)
    return json.loads(place.read_text())


def main(many, place):
    """Populate, and write who can sign in with what."""
    from fadjma import create_app
    from fadjma.domain.roles import Role
    from fadjma.extensions import db
    from fadjma.models.types import utcnow

    with create_app("development").app_context():
        now = utcnow()
        patients = [_person(number, Role.PATIENT, now) for number in range(int(many))]
        doctors = [_person(number, Role.DOCTOR, now) for number in range(PROFESSIONALS)]
        people = [*patients, *doctors, _person(0, Role.ADMIN, now), pharmacist := _person(0, Role.PHARMACIST, now)]
        pharmacist.pharmacy = counter.pharmacy(now)
        db.session.add_all(people)
        db.session.flush()
        db.session.add_all(_grants(patients, doctors, now))
        said: dict[str, list] = {role: [] for role in Role}
        for person, token in _signed_in(people, now):
            said[person.role].append((str(person.id), token))
        db.session.commit()
        counter.fill(pharmacist, patients, doctors)
    Path(place).write_text(json.dumps(said))


def _person(number, role, now):
    from fadjma.domain.accounts import Status
    from fadjma.domain.roles import Role
    from fadjma.models import User
    from tests.people import PASSWORD_HASH

    return User(
        role=role,
        status=Status.ACTIVE,
        name=f"Personne {number}",
        search_name=f"personne {number}",
        email=f"bench-{role}-{number}@fadjma.example",
        birth_date=date(1990, 5, 1 + number % 28) if role == Role.PATIENT else None,
        patient_number=f"B{number:08d}" if role == Role.PATIENT else None,
        establishment="Hôpital Principal" if role == Role.DOCTOR else "",
        town="Dakar",
        password_hash=PASSWORD_HASH,
        created_at=now - timedelta(days=1),
        verified_at=now,
    )


def _grants(patients, doctors, now):
    """Return the approved access of a doctor to each patient: patient n is with doctor n % PROFESSIONALS."""
    from fadjma.domain.access_requests import Level, Status
    from fadjma.models import AccessRequest

    life = {"created_at": now, "decided_at": now, "days": 90, "expires_at": now + timedelta(days=90)}
    for number, patient in enumerate(patients):
        pair = {"patient_id": patient.id, "doctor_id": doctors[number % PROFESSIONALS].id}
        yield AccessRequest(**pair, status=Status.APPROVED, level=Level.WRITE, reason="Suivi", **life)


def _signed_in(users, now):
    """Give each a session; yield (user, access token of it)."""
    from fadjma.commands.sessions import _access_token
    from fadjma.extensions import db
    from fadjma.models import Session

    life = {"last_seen_at": now, "expires_at": now + timedelta(days=30), "refresh_jti": "bench"}
    sessions = [Session(user_id=user.id, device="bench", created_at=now, **life) for user in users]
    db.session.add_all(sessions)
    db.session.flush()
    for user, session in zip(users, sessions, strict=True):
        yield user, _access_token(session)


if __name__ == "__main__":
    main(*sys.argv[1:])

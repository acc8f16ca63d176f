"""Who is told what: a line for every fact, an error for a fact without one.

A line returns {stream: LOUD or QUIET}. LOUD makes a notification of it for the people of that stream (but the one who did
it); QUIET only changes their screens. Everyone who could see the thing before the act or can see it after is told;
about a patient, people, never a role.
"""

from ..domain import events
from ..domain.access_requests import Status as Access
from ..domain.prescriptions import Status
from ..domain.requests import Kind
from ..models.announcements import Audience
from ..queries import access_requests, delegations, emergencies
from ..queries.streams import ENDINGS, ROLES, pharmacy_stream, user_stream

LOUD, QUIET = True, False


def audience(event):
    """Return {stream: loud} of everyone `event` is told to: what a patient hears, those who follow them now hear too."""
    told = STREAMS[type(event)](event)
    patient = user_stream(event.patient_id)
    if patient not in told or event.personal:
        return told
    if event.on_behalf_of and event.decides:
        told |= {patient: LOUD}  # what somebody does in one's place is news, what one does oneself is none
    return told | {user_stream(id): told[patient] for id in delegations.delegates_of(event.patient_id)}


def _nobody(event):
    return {}


def _pharmacies(event, loud):
    """Return the pharmacies' streams; one that no longer sees it is told quietly: a card leaves, nothing is left to read."""
    streams = {pharmacy_stream(id): QUIET for id in event.pharmacy_ids}
    return streams | ({pharmacy_stream(event.pharmacy_id): loud} if event.pharmacy_id in event.pharmacy_ids else {})


def _people(event, *, patient=LOUD, prescriber=LOUD, pharmacy=QUIET):
    """Return the streams of an ordonnance's three parties."""
    people = {user_stream(event.patient_id): patient, user_stream(event.prescriber_id): prescriber}
    return people | _pharmacies(event, pharmacy)


def _status_changed(event):
    """The prescriber hears quietly what pharmacy and patient settle; the pharmacy loudly what it must know."""
    working = event.status in (Status.IN_PREPARATION, Status.READY) and event.previous != Status.CANCELLATION_REQUESTED
    chosen = event.status == event.previous == Status.ISSUED
    settled = event.request == Kind.DELIVERY or (event.request is None and (working or chosen))
    asks_pharmacy = event.status in (Status.CANCELLATION_REQUESTED, Status.CANCELLED, Status.ISSUED)
    return _people(event, prescriber=not settled, pharmacy=asks_pharmacy)


def _between_patient_and_pharmacy(event, *, patient=QUIET, pharmacy=LOUD):
    return {user_stream(event.patient_id): patient} | _pharmacies(event, pharmacy)


def _readers(event):
    """Return the patient, the author and the doctors who may read the file now."""
    doctors = {user_stream(doctor_id): LOUD for doctor_id in access_requests.reader_ids(event.patient_id)}
    return {**doctors, user_stream(event.author_id): QUIET, user_stream(event.patient_id): LOUD}


def _reviewers(event):
    """Tell each admin who may review it, by name: it is about a patient. What they settle among themselves, quietly."""
    loud = event.act == "contested" or (event.act is None and event.status == Access.EMERGENCY)
    return {user_stream(admin_id): loud for admin_id in emergencies.reviewers(event.doctor_id)}


def _both(event):
    return {user_stream(event.patient_id): LOUD, user_stream(event.delegate_id): LOUD}


def _announced(event):
    roles = ROLES.values() if event.audience == Audience.EVERYONE else [event.audience]
    return {str(stream): LOUD for stream in roles}


STREAMS = {
    events.SessionStarted: _nobody,
    events.SessionRefreshed: _nobody,
    events.LoginFailed: _nobody,
    events.SessionEnded: lambda e: {ENDINGS: QUIET},
    events.DeviceSubscribed: _nobody,
    events.DeviceUnsubscribed: _nobody,
    events.SessionLocked: lambda e: {ENDINGS: QUIET},
    events.SessionUnlocked: _nobody,
    events.PinTried: _nobody,
    events.AccountRegistered: lambda e: {"admins": LOUD} if e.status == "pending" else {"admins": QUIET},
    events.AccountStatusChanged: lambda e: {"admins": QUIET, user_stream(e.subject_id): LOUD, ENDINGS: QUIET},
    events.AccountReassigned: lambda e: {"admins": QUIET, user_stream(e.subject_id): LOUD, ENDINGS: QUIET},
    events.PasswordChanged: lambda e: {user_stream(e.subject_id): LOUD},
    events.PinChanged: lambda e: {user_stream(e.subject_id): LOUD},
    events.AnnouncementMade: _announced,
    events.NotificationsRead: lambda e: {user_stream(e.subject_id): QUIET},
    events.ShortcutsChosen: _nobody,
    events.PatientsSearched: _nobody,
    events.PharmacyOpened: _nobody,
    events.LanguageChosen: lambda e: {ENDINGS: QUIET},
    events.PharmacyPreferred: _nobody,
    events.DutyChanged: _nobody,
    events.AccessRequested: lambda e: {user_stream(e.patient_id): LOUD, user_stream(e.doctor_id): QUIET},
    events.AccessRequestStatusChanged: lambda e: {user_stream(e.patient_id): LOUD, user_stream(e.doctor_id): LOUD},
    events.AccessEnding: lambda e: {user_stream(e.patient_id): LOUD, user_stream(e.doctor_id): LOUD},
    events.EmergencyOpened: lambda e: {user_stream(e.patient_id): LOUD, user_stream(e.doctor_id): QUIET},
    events.EmergencyReported: _reviewers,
    events.DelegateSought: _nobody,
    events.DelegationBegan: _both,
    events.DelegationEnded: _both,
    events.ReadingBegan: lambda e: {user_stream(e.patient_id): QUIET},
    events.ReadingEnded: lambda e: {user_stream(e.patient_id): QUIET},
    events.MedicalRecordAdded: _readers,
    events.MedicalRecordAmended: _readers,
    events.AttachmentAdded: _readers,
    events.AttachmentRead: lambda e: {user_stream(e.patient_id): QUIET},
    events.MedicalRecordRead: lambda e: {user_stream(e.patient_id): QUIET},
    events.FileExported: _nobody,
    events.PrescriptionIssued: lambda e: _people(e, prescriber=QUIET, pharmacy=LOUD),
    events.PrescriptionOffered: lambda e: {"pharmacists": LOUD},
    events.PrescriptionStatusChanged: _status_changed,
    events.LineNotDispensed: _people,
    events.LineSubstituted: _people,
    events.LineReplaced: lambda e: _people(e, prescriber=QUIET, pharmacy=LOUD),
    events.DispenseReversed: _people,
    events.PrescriptionExpiring: _people,
    events.RepeatWithheld: _people,
    events.PrescriptionPrinted: lambda e: {user_stream(e.patient_id): QUIET},
    events.FormularyImported: _nobody,
    events.PrescriptionPresented: lambda e: {user_stream(e.patient_id): LOUD},
    events.PickupCodeRenewed: _between_patient_and_pharmacy,
    events.PickupCodeRefused: lambda e: _between_patient_and_pharmacy(e, patient=LOUD, pharmacy=QUIET),
    events.DeliveryAsked: _between_patient_and_pharmacy,
    events.RenewalAsked: lambda e: {user_stream(e.patient_id): QUIET, user_stream(e.prescriber_id): LOUD},
    events.InventoryUpdated: lambda e: {pharmacy_stream(e.pharmacy_id): QUIET},
    events.StockRanLow: lambda e: {pharmacy_stream(e.pharmacy_id): LOUD},
    events.LotNearsExpiry: lambda e: {pharmacy_stream(e.pharmacy_id): LOUD},
}

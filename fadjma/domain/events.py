"""Every fact: what happened, past tense, with its name on the wire. A fact holds ids and states, never content.

`wire` is the Socket.IO event's name; None: audited, told to nobody. `tells` names the fields that travel in `data`
besides the subject's id. `things` are the (noun, id) on people's screens that the fact changes.
"""

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


# Accounts and sessions


@dataclass(frozen=True, kw_only=True)
class SessionStarted(Event):
    """Somebody signed in."""

    subject = "session"


@dataclass(frozen=True, kw_only=True)
class SessionRefreshed(Event):
    """A device got fresh tokens."""

    subject = "session"


@dataclass(frozen=True, kw_only=True)
class LoginFailed(Event):
    """Somebody gave a wrong password or an unknown account."""

    subject = "login_failure"


@dataclass(frozen=True, kw_only=True)
class SessionEnded(Event):
    """A device was signed out; its sockets end in every process."""

    subject = "session"
    reason: str


@dataclass(frozen=True, kw_only=True)
class SessionLocked(Event):
    """A device was locked, by hand or because nobody touched it (`actor_id` None); its sockets end in every process."""

    subject = "session"


@dataclass(frozen=True, kw_only=True)
class SessionUnlocked(Event):
    """The right PIN was given on a locked device."""

    subject = "session"


@dataclass(frozen=True, kw_only=True)
class PinTried(Event):
    """A PIN is about to be compared on a locked device: what is right is followed by SessionUnlocked."""

    subject = "session"


@dataclass(frozen=True, kw_only=True)
class DeviceSubscribed(Event):
    """Somebody has a device signalled to while its page is closed."""

    subject = "session"


@dataclass(frozen=True, kw_only=True)
class DeviceUnsubscribed(Event):
    """Somebody wants no more signals on a device."""

    subject = "session"


@dataclass(frozen=True, kw_only=True)
class AccountRegistered(Event):
    """Somebody made an account; a professional's waits for an admin."""

    wire = "notification"
    subject = "user"
    tells = ("role", "status")
    role: str
    status: str


@dataclass(frozen=True, kw_only=True)
class AccountStatusChanged(Event):
    """An admin verified, suspended or reinstated an account."""

    wire = "notification"
    subject = "user"
    tells = ("status",)
    status: str


@dataclass(frozen=True, kw_only=True)
class AccountReassigned(Event):
    """An admin gave an account another role or pharmacy: its person hears other streams from now on."""

    wire = "notification"
    subject = "user"
    tells = ("role",)
    role: str


@dataclass(frozen=True, kw_only=True)
class PasswordChanged(Event):
    """Somebody changed their password."""

    wire = "notification"
    subject = "user"


@dataclass(frozen=True, kw_only=True)
class PinChanged(Event):
    """Somebody set, changed or removed the PIN of their shared phone."""

    wire = "notification"
    subject = "user"


@dataclass(frozen=True, kw_only=True)
class AnnouncementMade(Event):
    """An admin told a role something."""

    wire = "notification"
    subject = "announcement"
    tells = ("audience",)
    audience: str


@dataclass(frozen=True, kw_only=True)
class NotificationsRead(Event):
    """Somebody read notifications: one (`notification_id`), those `about` a thing, or all up to this fact.

    `undone`: they took back that all were read.
    """

    wire = "notification_read"
    subject = "user"
    tells = ("notification_id", "about", "all", "undone")
    notification_id: UUID | None = None
    about: UUID | None = None
    all: bool = False
    undone: bool = False

    def things(self) -> list[tuple[str, UUID]]:
        return [("notification", self.notification_id)] if self.notification_id else []


@dataclass(frozen=True, kw_only=True)
class ShortcutsChosen(Event):
    """Somebody turned the keys of their pages on or off."""

    subject = "user"
    shortcuts: bool


@dataclass(frozen=True, kw_only=True)
class PatientsSearched(Event):
    """A doctor looked for a patient. What was typed is not kept."""

    subject = "user"
    found: int


# Pharmacies


@dataclass(frozen=True, kw_only=True)
class PharmacyOpened(Event):
    """An admin made a pharmacy known to the clinic."""

    subject = "pharmacy"


@dataclass(frozen=True, kw_only=True)
class LanguageChosen(Event):
    """Somebody said in which language they read; their connections in every process speak it from then on."""

    subject = "user"
    language: str


@dataclass(frozen=True, kw_only=True)
class PharmacyPreferred(Event):
    """A patient said which pharmacy they usually go to."""

    subject = "user"
    pharmacy_id: UUID | None


@dataclass(frozen=True, kw_only=True)
class DutyChanged(Event):
    """An admin put a pharmacy on the roster of the nights, or (`removed`) took it off."""

    subject = "duty"
    pharmacy_id: UUID
    removed: bool = False


# Access


@dataclass(frozen=True, kw_only=True)
class AccessRequested(Event):
    """A doctor asked a patient for access to their file."""

    wire = "new_access_request"
    joins = True
    subject = "access_request"
    tells = ("status", "level")
    doctor_id: UUID
    status: str
    level: str


@dataclass(frozen=True, kw_only=True)
class AccessRequestStatusChanged(Event):
    """A request was decided, withdrawn, or ended by time; `act` says of an emergency that it was contested or reviewed.

    `reading_id` is the doctor's reading that goes on all the same, under another access.
    """

    wire = "access_request_status_changed"
    decides = True
    subject = "access_request"
    tells = ("status", "patient_id", "act")
    doctor_id: UUID
    status: str
    act: str | None = None
    reading_id: UUID | None = None

    def things(self) -> list[tuple[str, UUID]]:
        assert self.patient_id is not None
        request = self.subject_id
        changed = [("access_request", request), ("access_request_detail", request), ("patient_file", self.patient_id)]
        return changed + ([("reading", self.reading_id)] if self.reading_id else [])


@dataclass(frozen=True, kw_only=True)
class AccessEnding(Event):
    """An access ends within two days; told once."""

    wire = "notification"
    subject = "access_request"
    tells = ("status", "patient_id")
    doctor_id: UUID
    status: str

    def things(self) -> list[tuple[str, UUID]]:
        return []


@dataclass(frozen=True, kw_only=True)
class EmergencyOpened(Event):
    """A doctor opened a file in an emergency, without having been let in."""

    wire = "new_access_request"
    joins = True
    subject = "access_request"
    tells = ("status", "level", "reason_code")
    doctor_id: UUID
    status: str
    level: str
    reason_code: str


@dataclass(frozen=True, kw_only=True)
class EmergencyReported(Event):
    """What the admins hear of an emergency: that it began, ended, was contested or reviewed, and its reason code."""

    wire = "notification"
    joins = True
    subject = "access_request"
    tells = ("status", "reason_code", "act")
    doctor_id: UUID
    status: str
    reason_code: str
    act: str | None = None


# Following somebody's file


@dataclass(frozen=True, kw_only=True)
class DelegateSought(Event):
    """Somebody looked for who shall follow a file, by a number. What was typed is not kept."""

    subject = "user"
    found: int


@dataclass(frozen=True, kw_only=True)
class DelegationEvent(Event):
    """What both facts about a delegation have."""

    wire = "notification"
    subject = "delegation"
    personal = True
    tells: ClassVar[tuple[str, ...]] = ("patient_id",)
    delegate_id: UUID


@dataclass(frozen=True, kw_only=True)
class DelegationBegan(DelegationEvent):
    """A patient follows another's file from now on; `ground`: the person said so, or an admin."""

    joins = True
    tells = ("patient_id", "ground")
    ground: str

    def things(self) -> list[tuple[str, UUID]]:
        return [("delegation", self.subject_id), ("following", self.subject_id)]


@dataclass(frozen=True, kw_only=True)
class DelegationEnded(DelegationEvent):
    """One of the two, an admin or time ended it: the file leaves the pages it was open on."""

    def things(self) -> list[tuple[str, UUID]]:
        assert self.patient_id is not None
        gone = [("delegation", self.subject_id), ("following", self.subject_id)]
        return [*gone, ("patient_file", self.patient_id)]


# Presence in a file


@dataclass(frozen=True, kw_only=True)
class ReadingEvent(Event):
    """What both facts about a reading have: whose file, and who reads."""

    wire = "medical_record_activity"
    subject = "reading"
    reader_id: UUID
    reading: ClassVar[bool]

    def data(self) -> dict[str, Any]:
        about = {"subject_type": "patient_file", "subject_id": self.patient_id, "reader_id": self.reader_id}
        return about | {"reading_id": self.subject_id, "reading": self.reading}


@dataclass(frozen=True, kw_only=True)
class ReadingBegan(ReadingEvent):
    """Somebody has a patient's file open."""

    joins = True
    reading = True


@dataclass(frozen=True, kw_only=True)
class ReadingEnded(ReadingEvent):
    """They closed it, went away, or may read it no longer."""

    reading = False


# The file


@dataclass(frozen=True, kw_only=True)
class MedicalRecordAdded(Event):
    """A doctor wrote an entry."""

    wire = "new_medical_record"
    joins = True
    subject = "medical_record"
    tells = ("kind", "patient_id")
    in_access_log = True
    author_id: UUID
    kind: str


@dataclass(frozen=True, kw_only=True)
class MedicalRecordAmended(Event):
    """The author of an entry wrote a new version of it."""

    wire = "medical_record_updated"
    subject = "medical_record"
    tells = ("kind", "patient_id", "version")
    in_access_log = True
    author_id: UUID
    kind: str
    version: int

    def things(self) -> list[tuple[str, UUID]]:
        return [("medical_record", self.subject_id), ("medical_record_detail", self.subject_id)]


@dataclass(frozen=True, kw_only=True)
class AttachmentAdded(Event):
    """The author of an entry joined a file to it; told as an amendment is, without the file's name."""

    wire = "medical_record_updated"
    subject = "medical_record"
    tells = ("kind", "patient_id", "version")
    in_access_log = True
    author_id: UUID
    kind: str
    version: int
    attachment_id: UUID

    def things(self) -> list[tuple[str, UUID]]:
        return [("medical_record", self.subject_id), ("medical_record_detail", self.subject_id)]


@dataclass(frozen=True, kw_only=True)
class AttachmentRead(Event):
    """A doctor opened a file that belongs to an entry."""

    wire = "medical_record_activity"
    subject = "attachment"
    in_access_log = True
    medical_record_id: UUID

    def things(self) -> list[tuple[str, UUID]]:
        return []

    def data(self) -> dict[str, Any]:
        return {"subject_type": "attachment", "subject_id": self.subject_id}


@dataclass(frozen=True, kw_only=True)
class MedicalRecordRead(Event):
    """A doctor opened an entry, a list or a file; `subject_kind` says which, `subject_id` what."""

    wire = "medical_record_activity"
    subject = "medical_record_activity"
    in_access_log = True
    subject_kind: str

    def things(self) -> list[tuple[str, UUID]]:
        return []

    def data(self) -> dict[str, Any]:
        return {"subject_type": self.subject_kind, "subject_id": self.subject_id}


@dataclass(frozen=True, kw_only=True)
class FileExported(Event):
    """A patient took everything of their own away, as `form`."""

    subject = "patient_file"
    form: str


# Ordonnances


@dataclass(frozen=True, kw_only=True)
class PrescriptionEvent(Event):
    """What every fact about an ordonnance has: its people, the pharmacies that see it before or after, the one after."""

    subject = "prescription"
    tells: ClassVar[tuple[str, ...]] = ("status",)
    prescriber_id: UUID
    status: str
    pharmacy_ids: tuple[UUID, ...] = ()
    pharmacy_id: UUID | None = None

    def things(self) -> list[tuple[str, UUID]]:
        return [("prescription", self.subject_id), ("prescription_detail", self.subject_id)]


@dataclass(frozen=True, kw_only=True)
class PrescriptionIssued(PrescriptionEvent):
    """A doctor signed an ordonnance, or time repeated one (`repeat_of`) as its doctor had said."""

    wire = "new_prescription"
    joins = True
    tells = ("status", "repeat_of")
    repeat_of: UUID | None = None

    def things(self) -> list[tuple[str, UUID]]:
        return [("prescription", self.subject_id)]


@dataclass(frozen=True, kw_only=True)
class PrescriptionOffered(Event):
    """An ordonnance without a chosen pharmacy was signed: all pharmacists hear town, time and number of lines, no id."""

    wire = "new_prescription"
    subject = "offer"
    town: str
    lines: int

    def things(self) -> list[tuple[str, UUID]]:
        return []

    def data(self) -> dict[str, Any]:
        return {"town": self.town, "lines": self.lines}


@dataclass(frozen=True, kw_only=True)
class PrescriptionStatusChanged(PrescriptionEvent):
    """An ordonnance took a step, or a request about it was answered (`answer`); `renewed_as` is the one that renews it."""

    wire = "prescription_status_changed"
    decides = True
    tells = ("status", "previous", "request", "answer", "renewed_as")
    previous: str | None = None
    request: str | None = None
    answer: str | None = None
    renewed_as: UUID | None = None


@dataclass(frozen=True, kw_only=True)
class PrescriptionLineEvent(PrescriptionEvent):
    """What every fact about one line of an ordonnance has."""

    wire = "prescription_status_changed"
    tells: ClassVar[tuple[str, ...]] = ("status", "line_id")
    line_id: UUID


@dataclass(frozen=True, kw_only=True)
class LineNotDispensed(PrescriptionLineEvent):
    """A pharmacy cannot dispense a line; its prescriber says what becomes of it."""

    tells = ("status", "line_id", "why_not")
    why_not: str


@dataclass(frozen=True, kw_only=True)
class LineSubstituted(PrescriptionLineEvent):
    """A pharmacy gave another medicine for a line, as the doctor allows."""


@dataclass(frozen=True, kw_only=True)
class LineReplaced(PrescriptionLineEvent):
    """The prescriber replaced a line that was not dispensed by another (`replaced_by`), or left it at that (none)."""

    tells = ("status", "line_id", "replaced_by")
    replaced_by: UUID | None = None


@dataclass(frozen=True, kw_only=True)
class DispenseReversed(PrescriptionLineEvent):
    """A pharmacist took back, by a counter-entry, what they had noted as handed over in error."""

    tells = ("status", "previous", "line_id")
    previous: str


@dataclass(frozen=True, kw_only=True)
class PrescriptionExpiring(PrescriptionEvent):
    """An ordonnance that nobody has claimed ends in three days; told once."""

    wire = "notification"


@dataclass(frozen=True, kw_only=True)
class PrescriptionPresented(Event):
    """A pharmacist read an ordonnance by the matricule on its paper; the patient is told."""

    wire = "notification"
    subject = "prescription"
    in_access_log = True


@dataclass(frozen=True, kw_only=True)
class PickupCodeRenewed(PrescriptionEvent):
    """The patient drew a new pick-up code."""

    wire = "notification"
    decides = True


@dataclass(frozen=True, kw_only=True)
class PickupCodeRefused(PrescriptionEvent):
    """A pharmacy tried a wrong pick-up code."""

    wire = "notification"
    tells = ("status", "attempts_left")
    attempts_left: int


@dataclass(frozen=True, kw_only=True)
class DeliveryAsked(PrescriptionEvent):
    """The patient asked the pharmacy to hand over or bring what it holds."""

    wire = "delivery_requested"
    decides = True
    tells = ("status", "mode")
    mode: str


@dataclass(frozen=True, kw_only=True)
class RenewalAsked(PrescriptionEvent):
    """The patient asked the prescriber for the same again."""

    wire = "renewal_requested"
    decides = True


@dataclass(frozen=True, kw_only=True)
class RepeatWithheld(PrescriptionEvent):
    """Time would have repeated an ordonnance, and the checks found what its prescriber has not answered; told once."""

    wire = "notification"


@dataclass(frozen=True, kw_only=True)
class PrescriptionPrinted(Event):
    """Somebody took an ordonnance's printable paper."""

    wire = "medical_record_activity"
    subject = "prescription"
    in_access_log = True

    def things(self) -> list[tuple[str, UUID]]:
        return []

    def data(self) -> dict[str, Any]:
        return {"subject_type": "prescription", "subject_id": self.subject_id, "act": "printed"}


# The formulary


@dataclass(frozen=True, kw_only=True)
class FormularyImported(Event):
    """A list of medications or interactions (`what`), of `rows` lines, was brought in; `replaced`: instead of all before."""

    subject = "formulary"
    what: str
    rows: int
    replaced: bool


# Stock


@dataclass(frozen=True, kw_only=True)
class InventoryUpdated(Event):
    """Quantities of a lot changed."""

    wire = "inventory_updated"
    subject = "stock_item"
    pharmacy_id: UUID


@dataclass(frozen=True, kw_only=True)
class StockRanLow(Event):
    """A medication fell to its alert threshold; told once until it is stocked again."""

    wire = "notification"
    subject = "stock_item"
    pharmacy_id: UUID


@dataclass(frozen=True, kw_only=True)
class LotNearsExpiry(Event):
    """A lot expires within 60 days; told once."""

    wire = "notification"
    subject = "stock_item"
    pharmacy_id: UUID

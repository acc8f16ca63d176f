"""Every fact: what happened, past tense, with its name on the wire. A fact holds ids and states, never content.

`wire` is the Socket.IO event's name; None: audited, told to nobody. `tells` names the fields that travel in `data`
besides the subject's id. `things` are the (noun, id) on people's screens that the fact changes.
"""

from .access_requests import AccessEnding, AccessRequested, AccessRequestStatusChanged, EmergencyOpened, EmergencyReported
from .accounts import (
    AccountReassigned,
    AccountRegistered,
    AccountStatusChanged,
    LanguageChosen,
    PasswordChanged,
    PatientsSearched,
    PharmacyPreferred,
    PinChanged,
    ShortcutsChosen,
)
from .delegations import DelegateSought, DelegationBegan, DelegationEnded, DelegationEvent
from .event import Event
from .medical_records import (
    AttachmentAdded,
    AttachmentRead,
    FileExported,
    MedicalRecordAdded,
    MedicalRecordAmended,
    MedicalRecordRead,
)
from .notifications import AnnouncementMade, NotificationsRead
from .pharmacies import DutyChanged, FormularyImported, InventoryUpdated, LotNearsExpiry, PharmacyOpened, StockRanLow
from .prescription_lines import DispenseReversed, LineNotDispensed, LineReplaced, LineSubstituted, PrescriptionLineEvent
from .prescriptions import (
    DeliveryAsked,
    PickupCodeRefused,
    PickupCodeRenewed,
    PrescriptionEvent,
    PrescriptionExpiring,
    PrescriptionIssued,
    PrescriptionOffered,
    PrescriptionPresented,
    PrescriptionPrinted,
    PrescriptionStatusChanged,
    RenewalAsked,
    RepeatWithheld,
)
from .readings import ReadingBegan, ReadingEnded, ReadingEvent
from .sessions import (
    DeviceSubscribed,
    DeviceUnsubscribed,
    LoginFailed,
    PinTried,
    SessionEnded,
    SessionLocked,
    SessionRefreshed,
    SessionStarted,
    SessionUnlocked,
)

__all__ = [
    "AccessEnding",
    "AccessRequestStatusChanged",
    "AccessRequested",
    "AccountReassigned",
    "AccountRegistered",
    "AccountStatusChanged",
    "AnnouncementMade",
    "AttachmentAdded",
    "AttachmentRead",
    "DelegateSought",
    "DelegationBegan",
    "DelegationEnded",
    "DelegationEvent",
    "DeliveryAsked",
    "DeviceSubscribed",
    "DeviceUnsubscribed",
    "DispenseReversed",
    "DutyChanged",
    "EmergencyOpened",
    "EmergencyReported",
    "Event",
    "FileExported",
    "FormularyImported",
    "InventoryUpdated",
    "LanguageChosen",
    "LineNotDispensed",
    "LineReplaced",
    "LineSubstituted",
    "LoginFailed",
    "LotNearsExpiry",
    "MedicalRecordAdded",
    "MedicalRecordAmended",
    "MedicalRecordRead",
    "NotificationsRead",
    "PasswordChanged",
    "PatientsSearched",
    "PharmacyOpened",
    "PharmacyPreferred",
    "PickupCodeRefused",
    "PickupCodeRenewed",
    "PinChanged",
    "PinTried",
    "PrescriptionEvent",
    "PrescriptionExpiring",
    "PrescriptionIssued",
    "PrescriptionLineEvent",
    "PrescriptionOffered",
    "PrescriptionPresented",
    "PrescriptionPrinted",
    "PrescriptionStatusChanged",
    "ReadingBegan",
    "ReadingEnded",
    "ReadingEvent",
    "RenewalAsked",
    "RepeatWithheld",
    "SessionEnded",
    "SessionLocked",
    "SessionRefreshed",
    "SessionStarted",
    "SessionUnlocked",
    "ShortcutsChosen",
    "StockRanLow",
]

"""Words for the audit trail: acts, what they are about, states. No word of it is clinical."""

from ...languages import Vocabulary
from ..labels.access_requests import ACCESS_STATUSES
from ..labels.accounts import ACCOUNT_STATUSES, AUDIENCES, ROLES
from ..labels.prescriptions import PRESCRIPTION_STATUSES

AUDIT_ACTS = Vocabulary(
    {
        "AccessEnding": "Fin d’accès annoncée",
        "AccessRequestStatusChanged": "Demande d’accès\u00a0: nouvel état",
        "AccessRequested": "Accès demandé",
        "AccountReassigned": "Compte\u00a0: rôle changé",
        "AccountRegistered": "Compte créé",
        "AccountStatusChanged": "Compte\u00a0: nouvel état",
        "AnnouncementMade": "Annonce faite",
        "AttachmentAdded": "Fichier joint",
        "AttachmentRead": "Fichier joint ouvert",
        "DelegateSought": "Proche cherché par un numéro",
        "DelegationBegan": "Suivi d’un dossier commencé",
        "DelegationEnded": "Suivi d’un dossier terminé",
        "DeliveryAsked": "Livraison demandée",
        "DeviceSubscribed": "Signal activé sur un appareil",
        "DeviceUnsubscribed": "Signal arrêté sur un appareil",
        "DispenseReversed": "Délivrance corrigée",
        "DutyChanged": "Tour de garde modifié",
        "EmergencyOpened": "Dossier ouvert en urgence",
        "EmergencyReported": "Urgence signalée à l’administration",
        "FileExported": "Dossier emporté par son patient",
        "FormularyImported": "Tables importées",
        "InventoryUpdated": "Stock modifié",
        "LanguageChosen": "Langue choisie",
        "LineNotDispensed": "Ligne non délivrée",
        "LineReplaced": "Ligne remplacée",
        "LineSubstituted": "Ligne substituée",
        "LoginFailed": "Échec de connexion",
        "LotNearsExpiry": "Péremption proche signalée",
        "MedicalRecordAdded": "Entrée ajoutée",
        "MedicalRecordAmended": "Entrée modifiée",
        "MedicalRecordRead": "Dossier consulté",
        "NotificationsRead": "Notifications lues",
        "PasswordChanged": "Mot de passe changé",
        "PatientsSearched": "Patient recherché",
        "PinChanged": "Code PIN changé",
        "PinTried": "Code PIN essayé",
        "PharmacyOpened": "Pharmacie ajoutée",
        "PharmacyPreferred": "Pharmacie habituelle choisie",
        "PickupCodeRefused": "Code de retrait erroné",
        "PickupCodeRenewed": "Code de retrait renouvelé",
        "PrescriptionExpiring": "Fin de validité annoncée",
        "PrescriptionIssued": "Ordonnance signée",
        "PrescriptionOffered": "Ordonnance proposée aux pharmacies",
        "PrescriptionPresented": "Ordonnance lue par son matricule",
        "PrescriptionPrinted": "Ordonnance imprimée",
        "PrescriptionStatusChanged": "Ordonnance\u00a0: nouvel état",
        "ReadingBegan": "Lecture commencée",
        "ReadingEnded": "Lecture terminée",
        "RenewalAsked": "Renouvellement demandé",
        "RepeatWithheld": "Renouvellement automatique retenu",
        "SessionEnded": "Déconnexion",
        "SessionLocked": "Verrouillage",
        "SessionRefreshed": "Session prolongée",
        "SessionStarted": "Connexion",
        "SessionUnlocked": "Déverrouillage",
        "ShortcutsChosen": "Raccourcis clavier choisis",
        "StockRanLow": "Stock bas signalé",
    }
)
AUDIT_SUBJECTS = Vocabulary(
    {
        "access_request": "demande d’accès",
        "announcement": "annonce",
        "delegation": "suivi d’un dossier",
        "duty": "garde",
        "file_search": "recherche dans un dossier",
        "formulary": "catalogue",
        "attachment": "fichier joint",
        "login_failure": "connexion",
        "medical_record": "entrée d’un dossier",
        "medical_records": "liste d’un dossier",
        "offer": "ordonnance",
        "patient_file": "dossier",
        "pharmacy": "pharmacie",
        "prescription": "ordonnance",
        "reading": "lecture d’un dossier",
        "session": "appareil",
        "stock_item": "lot",
        "user": "compte",
        "vital_signs": "constantes",
    }
)
AUDIT_FAMILIES = Vocabulary(
    {
        "accounts": "Comptes",
        "access": "Accès",
        "records": "Dossiers",
        "prescriptions": "Ordonnances",
        "stock": "Stock",
    }
)
STATES = {"user": ACCOUNT_STATUSES, "access_request": ACCESS_STATUSES, "prescription": PRESCRIPTION_STATUSES}


def init_app(app):
    """Make them filters: `{{ entry.act|audit_act }}`. A fact newer than its words shows under its own name."""
    app.jinja_env.globals |= {"ROLES": ROLES, "AUDIENCES": AUDIENCES}
    app.jinja_env.filters["audit_act"] = lambda act: AUDIT_ACTS.get(act, act)
    app.jinja_env.filters["audit_subject"] = lambda subject: AUDIT_SUBJECTS.get(subject, subject)
    app.jinja_env.filters["audit_state"] = state


def state(line):
    """Return the word for the state an act left its subject in."""
    return STATES.get(line.entry.subject_type, {}).get(line.state, line.state)

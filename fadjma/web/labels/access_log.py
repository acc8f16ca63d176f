"""The access log: what somebody did in a patient’s file, and with which part of it."""

from ...languages import Vocabulary

ACTS = Vocabulary(
    {
        "MedicalRecordAdded": "a ajouté une entrée à votre dossier",
        "MedicalRecordAmended": "a modifié une entrée de votre dossier",
        "MedicalRecordRead": "a consulté",
        "AttachmentAdded": "a joint un fichier à une entrée de votre dossier",
        "AttachmentRead": "a ouvert un fichier joint à une entrée de votre dossier",
        "PrescriptionPrinted": "a imprimé une ordonnance",
        "PrescriptionPresented": "a lu une ordonnance par son matricule",
        "AccessRequestStatusChanged": "a décidé d’un accès à votre dossier",
        "PrescriptionStatusChanged": "a choisi où va une ordonnance",
        "PickupCodeRenewed": "a demandé un nouveau code de retrait",
        "DeliveryAsked": "a demandé la remise d’une ordonnance",
        "RenewalAsked": "a demandé le renouvellement d’une ordonnance",
    }
)
SUBJECTS = Vocabulary(
    {
        "file_search": "votre dossier, par une recherche",
        "patient_file": "votre dossier",
        "medical_records": "la liste de votre dossier",
        "medical_record": "une entrée de votre dossier",
        "prescription": "une ordonnance",
        "vital_signs": "vos constantes",
    }
)

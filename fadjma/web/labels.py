"""French for states, kinds, roles and refusals: what templates show for a word of the domain."""

from ..domain import accounts
from ..domain.checks import for_pharmacy
from ..domain.errors import Invalid

ROLES = {"patient": "Patient", "doctor": "Médecin", "pharmacist": "Pharmacien", "admin": "Administration"}
ACCOUNT_STATUSES = {"pending": "À vérifier", "active": "Actif", "suspended": "Suspendu"}
LEVELS = {"read": "Lecture", "write": "Lecture et écriture"}
DEEDS = {"read": "lire votre dossier", "write": "lire votre dossier et y écrire"}  # a level, as its patient is told of it
ACCESS_STATUSES = {
    "pending": "En attente",
    "approved": "Accordé",
    "rejected": "Refusé",
    "cancelled": "Annulé",
    "lapsed": "Sans réponse",
    "revoked": "Coupé",
    "expired": "Terminé",
    "emergency": "Urgence",
    "closed": "Urgence terminée",
    "justified": "Urgence justifiée",
    "contested": "Urgence contestée",
}
REASON_CODES = {
    "life_threatening": "Pronostic vital engagé",
    "cannot_consent": "Le patient ne peut pas répondre",
    "minor_alone": "Enfant sans parent joignable",
    "handover": "Relève ou transfert",
    "other": "Autre",
}
PRESCRIPTION_STATUSES = {
    "issued": "Émise",
    "validated": "Validée",
    "in_preparation": "En préparation",
    "ready": "Prête",
    "partially_delivered": "Délivrée en partie",
    "delivered": "Délivrée",
    "cancellation_requested": "Annulation demandée",
    "cancelled": "Annulée",
    "expired": "Expirée",
}
KINDS = {
    "consultation": "Consultation",
    "test_result": "Résultat d’analyse",
    "vaccination": "Vaccination",
    "allergy": "Allergie",
    "vital_signs": "Constantes",
    "imaging": "Imagerie",
    "hospitalization": "Hospitalisation",
    "note": "Note",
}
VITAL_SIGNS = {
    "systolic": ("Tension systolique", "mmHg"),
    "diastolic": ("Tension diastolique", "mmHg"),
    "pulse": ("Pouls", "/min"),
    "temperature": ("Température", "°C"),
    "weight": ("Poids", "kg"),
    "height": ("Taille", "cm"),
    "glycaemia": ("Glycémie", "g/L"),
    "spo2": ("SpO₂", "%"),
}
DATA_FIELDS = {
    "vaccine": "Vaccin",
    "dose": "Dose n°",
    "lot": "Lot",
    "substance": "Substance",
    "reaction": "Réaction",
    "severity": "Gravité",
    "analyte": "Analyse",
    "value": "Valeur",
    "unit": "Unité",
    "reference": "Valeurs de référence",
}
FIELDS = {
    "title": "Titre",
    "content": "Texte",
    "reason": "Motif",
    "reason_code": "Raison",
    "password": "Mot de passe",
    "level": "Accès",
    "days": "Durée",
    "medication": "nom",
    "dosage": "dosage",
    "form": "forme",
    "quantity": "quantité",
    "repeats": "renouvellements",
    "instructions": "posologie",
    "morning": "matin",
    "noon": "midi",
    "evening": "soir",
    "night": "coucher",
    "valid_days": "Validité",
    "substitute": "substitut",
    "pickup_code": "Code de retrait",
    "pharmacy_id": "Pharmacie",
    "starts_at": "Début",
    "ends_at": "Fin",
    "file": "Fichier",
    "override": "Motif",
} | DATA_FIELDS  # as a list of errors names them
WHY_NOT = {"out_of_stock": "rupture de stock", "refused": "refusé par le patient", "unsuitable": "ne convient pas"}
RECEIPT_COLUMNS = {
    "medication": "médicament",
    "lot": "lot",
    "expires_on": "péremption",
    "quantity": "quantité",
    "threshold": "seuil",
}
SEVERITIES = {"mild": "Légère", "moderate": "Modérée", "severe": "Grave"}
ANSWERS = {"pending": "En attente", "accepted": "Acceptée", "refused": "Refusée", "closed": "Sans suite"}
MODES = {"pickup": "Retrait à la pharmacie", "home": "Livraison à domicile"}
AUDIENCES = {"doctors": "Médecins", "pharmacists": "Pharmaciens", "patients": "Patients", "everyone": "Tout le monde"}
ACTS = {
    "MedicalRecordAdded": "a ajouté une entrée à votre dossier",
    "MedicalRecordAmended": "a modifié une entrée de votre dossier",
    "MedicalRecordRead": "a consulté",
    "AttachmentAdded": "a joint un fichier à une entrée de votre dossier",
    "AttachmentRead": "a ouvert un fichier joint à une entrée de votre dossier",
    "PrescriptionPrinted": "a imprimé une ordonnance",
    "PrescriptionPresented": "a lu une ordonnance par son matricule",
}
SUBJECTS = {
    "file_search": "votre dossier, par une recherche",
    "patient_file": "votre dossier",
    "medical_records": "la liste de votre dossier",
    "medical_record": "une entrée de votre dossier",
    "prescription": "une ordonnance",
    "vital_signs": "vos constantes",
}
FILE_TYPES = {"application/pdf": "PDF", "image/jpeg": "image JPEG", "image/png": "image PNG", "image/webp": "image WebP"}
REFUSALS = {
    "account_not_active": "Votre compte attend d’être vérifié par l’administration de la clinique.",
    "account_suspended": "Ce compte est suspendu. Adressez-vous à l’administration de la clinique.",
    "already_asked": "Vous avez déjà une demande en attente pour ce patient.",
    "already_chosen": "Cette pharmacie est déjà choisie.",
    "already_claimed": "Quelqu’un a été plus rapide : une pharmacie a déjà pris cette ordonnance en charge.",
    "already_on_duty": "Cette pharmacie est déjà de garde à ce moment-là.",
    "already_reading": "Vous lisez déjà ce dossier.",
    "already_requested": "Cette demande est déjà en attente de réponse.",
    "already_reversed": "Cette délivrance est déjà corrigée.",
    "already_used": "Un compte existe déjà avec cette coordonnée.",
    "amount_out_of_range": "Indiquez de 0 à 20, par demies, comme 1, ½ ou 1,5.",
    "at_least_one_line": "Ajoutez au moins un médicament.",
    "at_least_one_measure": "Indiquez au moins une mesure.",
    "bad_token": "Votre session n’est plus valable. Reconnectez-vous.",
    "below_reserved": "Ces unités sont réservées pour des ordonnances en préparation.",
    "checks_failed": "Cette ordonnance demande votre attention avant d’être signée : voyez les alertes.",
    "code_blocked": "Trop de codes erronés. Le patient doit afficher un nouveau code sur son téléphone.",
    "code_wrong": "Ce code de retrait n’est pas le bon.",
    "columns_missing": "Il manque des colonnes à ce fichier.",
    "csrf": "La page a été ouverte il y a longtemps. Rechargez-la, puis réessayez.",
    "days_out_of_range": "Choisissez une durée de 1 à 365 jours.",
    "duty_too_long": "Une garde dure huit jours au plus.",
    "email_invalid": "Cette adresse e-mail n’est pas complète.",
    "email_or_phone": "Indiquez une adresse e-mail ou un numéro de téléphone.",
    "emergency_once_a_day": "Vous avez déjà ouvert ce dossier en urgence depuis moins de 24 heures.",
    "ends_before_it_starts": "La fin vient avant le début.",
    "file_empty": "Ce fichier est vide.",
    "file_too_large": "Ce fichier fait plus de 10 Mo.",
    "frozen": "L’annulation est demandée : rien ne change avant la réponse.",
    "implausible": "Cette valeur n’est pas plausible : vérifiez l’unité.",
    "in_the_future": "Cette date est dans le futur.",
    "invalid": "Certains champs sont à corriger.",
    "invalid_transition": "Ce n’est plus possible : la situation a changé entre-temps.",
    "key_of_another_request": "Cette clé a déjà servi à une autre demande.",
    "line_closed": "Il ne reste rien à délivrer de cette ligne.",
    "line_not_waiting": "Cette ligne n’attend pas votre réponse.",
    "line_twice": "Cette ligne est là deux fois.",
    "lot_expired": "Ce lot est périmé ou le sera aujourd’hui.",
    "matricule_needed": "Saisissez le matricule entier de l’ordonnance.",
    "matricule_wrong": "Ce matricule n’est pas celui de l’ordonnance.",
    "may_only_narrow": "Vous ne pouvez que réduire ce qui est demandé.",
    "misunderstood": "Cette demande n’est pas comprise.",
    "more_than_remains": "C’est plus que ce qui reste à délivrer.",
    "more_than_there_is": "Ce lot ne contient pas autant d’unités.",
    "no_data_for_this_kind": "Ce type d’entrée n’a pas de données structurées.",
    "no_lines": "Ce fichier ne contient aucune ligne sous ses titres.",
    "no_pharmacy_holds_it": "Aucune pharmacie ne tient cette ordonnance en ce moment.",
    "no_request_to_answer": "Il n’y a pas de demande à laquelle répondre.",
    "no_such_field": "Ce champ n’existe pas ici.",
    "no_such_method": "Cette adresse ne répond pas à ce verbe.",
    "no_such_paper": "Aucune ordonnance en cours ne porte ce matricule.",
    "no_write_access": "Le patient ne vous a pas donné le droit d’écrire dans son dossier.",
    "not_a_date": "Indiquez une date, comme 2027-03-31 ou 31/03/2027.",
    "not_a_number": "Indiquez un nombre.",
    "not_csv": "Ce fichier n’est pas un CSV lisible.",
    "not_due": "Ce n’est pas encore le moment.",
    "not_enough_stock": "Le stock ne suffit pas pour cette ordonnance.",
    "not_found": "Introuvable, ou pas ouvert à votre compte.",
    "not_json": "Le corps de la demande n’est pas un JSON lisible.",
    "not_ones_own_emergency": "Une autre personne doit examiner cet accès : c’est vous qui l’avez ouvert.",
    "not_oneself": "Vous ne pouvez pas le faire pour votre propre compte.",
    "not_pdf_nor_image": "Ce fichier n’est ni un PDF ni une image (JPEG, PNG, WebP).",
    "not_renewable": "Seule une ordonnance délivrée ou expirée se renouvelle.",
    "not_substitutable": "Le médecin ne permet pas de substituer.",
    "not_text": "Ce texte contient des caractères qui ne se conservent pas.",
    "not_yours_to_answer": "Ce n’est pas à vous de répondre à cette demande.",
    "nothing_chosen": "Indiquez au moins une quantité, ou pourquoi une ligne n’est pas délivrée.",
    "nothing_remains": "Il ne reste rien à délivrer.",
    "only_admins": "Seule l’administration de la clinique peut le faire.",
    "only_doctors_ask": "Seuls les médecins demandent l’accès à un dossier.",
    "only_in_an_emergency": "Ce champ n’accompagne qu’un accès d’urgence.",
    "only_pharmacists": "Seuls les pharmaciens peuvent le faire.",
    "only_the_author_amends": "Seul l’auteur d’une entrée peut la modifier.",
    "only_the_author_attaches": "Seul l’auteur d’une entrée peut y joindre un fichier.",
    "only_the_claiming_pharmacy": "Seule la pharmacie qui tient l’ordonnance peut le faire.",
    "only_the_patient_asks": "Seul le patient peut le demander.",
    "only_the_patient_chooses": "Seul le patient choisit la pharmacie.",
    "only_the_patient_contests": "Seul le patient peut contester un accès d’urgence.",
    "only_the_patient_decides": "Seul le patient décide qui lit son dossier.",
    "only_the_patient_draws": "Seul le patient demande un nouveau code de retrait.",
    "only_the_prescriber": "Seul le prescripteur peut le faire.",
    "only_who_asked_cancels": "Seul le médecin qui a demandé peut annuler.",
    "only_who_handed_over": "Seul le pharmacien qui a délivré peut corriger.",
    "only_who_opened_closes": "Seul le médecin qui a ouvert cet accès peut le fermer.",
    "origin": "Cette page vient d’un autre site.",
    "out_of_range": "Cette valeur est hors des limites.",
    "password_common": "Ce mot de passe est trop courant. Choisissez-en un autre.",
    "password_too_long": "Ce mot de passe est trop long (256 caractères au plus).",
    "password_weak": "Choisissez au moins 12 caractères, ou 8 plus difficiles à deviner.",
    "password_wrong": "Ce n’est pas votre mot de passe actuel.",
    "patients_stay_patients": "Un patient reste un patient : une autre fonction demande un autre compte.",
    "pharmacy_unknown": "Choisissez une pharmacie de la liste.",
    "phone_invalid": "Ce numéro de téléphone n’est pas complet.",
    "prescription_expired": "La validité de cette ordonnance est terminée.",
    "quantity_out_of_range": "Indiquez une quantité de 1 à 10 000.",
    "quantity_zero": "Indiquez une quantité différente de zéro.",
    "repeats_out_of_range": "Indiquez de 0 à 12 renouvellements.",
    "required": "Ce champ est nécessaire.",
    "role_may_not": "Votre rôle ne le permet pas.",
    "role_not_open": "Ce type de compte se crée par l’administration.",
    "search_too_short": "Tapez au moins 3 lettres d’un nom, un téléphone entier ou un numéro de patient.",
    "session_over": "Votre session est terminée. Reconnectez-vous.",
    "signed_out": "Connectez-vous pour continuer.",
    "somebody_was_faster": "Quelqu’un a été plus rapide : voyez où en est la situation, puis réessayez.",
    "stale_version": "Cette entrée a changé depuis que vous l’avez ouverte. Relisez-la, puis reprenez votre texte.",
    "threshold_out_of_range": "Indiquez un seuil de 0 à 1 000 000.",
    "too_deep": "Ce JSON est trop profondément imbriqué.",
    "too_far_ahead": "Cette date est trop lointaine.",
    "too_large": "C’est trop lourd pour être reçu.",
    "too_late_to_reverse": "Une délivrance se corrige dans les 24 heures.",
    "too_long": "Ce texte est trop long.",
    "too_long_ago": "Cette date est trop ancienne.",
    "too_many": "Trop d’essais en peu de temps. Attendez un peu, puis réessayez.",
    "too_many_attachments": "Une entrée a 20 fichiers joints au plus.",
    "too_many_connections": "Trop de connexions depuis cette adresse.",
    "too_many_lines": "Une ordonnance a 30 lignes au plus.",
    "too_many_logins": "Trop d’essais de connexion. Attendez quelques minutes, puis réessayez.",
    "too_many_receipts": "Un fichier a 2 000 lignes au plus.",
    "unexpected": "Une erreur de notre côté. Réessayez dans un instant.",
    "units_out_of_range": "Indiquez une quantité de 1 à 1 000 000.",
    "unknown_field": "Ce champ n’existe pas pour ce type d’entrée.",
    "unknown_value": "Choisissez une valeur de la liste.",
    "valid_days_out_of_range": "Choisissez une validité de 1 à 90 jours.",
    "waited_too_long": "L’ordonnance attendait depuis plus de 48 heures : le patient choisit de nouveau sa pharmacie.",
    "why_not_needed": "Dites pourquoi la ligne n’est pas délivrée.",
    "wrong_login": "Identifiant ou mot de passe incorrect.",
    "wrong_role": "Cette page n’est pas pour votre rôle.",
    "wrong_type": "Cette valeur n’a pas la bonne forme.",
}
ALLERGY_GROUPS = {
    "penicillins": "pénicillines",
    "cephalosporins": "céphalosporines et carbapénèmes",
    "sulfonamides": "sulfamides",
    "nsaids": "aspirine et anti-inflammatoires",
    "macrolides": "macrolides",
    "quinolones": "quinolones",
    "tetracyclines": "tétracyclines",
    "aminoglycosides": "aminosides",
    "nitroimidazoles": "nitro-imidazolés",
    "antiepileptics": "antiépileptiques aromatiques",
    "opioids": "opioïdes",
    "local_anaesthetics": "anesthésiques locaux",
    "ace_inhibitors": "inhibiteurs de l’enzyme de conversion",
    "statins": "statines",
    "quinolines": "quinoléines (quinine, chloroquine)",
    "heparins": "héparines",
    "insulins": "insulines",
}
PAIRINGS = {
    "contraindicated": "Association contre-indiquée",
    "discouraged": "Association déconseillée",
    "precaution": "Précaution d’emploi",
}
FILTERS = {
    "role": ROLES,
    "account_status": ACCOUNT_STATUSES,
    "level": LEVELS,
    "deed": DEEDS,
    "access_status": ACCESS_STATUSES,
    "reason_code": REASON_CODES,
    "prescription_status": PRESCRIPTION_STATUSES,
    "kind": KINDS,
    "severity": SEVERITIES,
    "why_not": WHY_NOT,
    "answer": ANSWERS,
    "mode": MODES,
    "audience": AUDIENCES,
    "allergy_group": ALLERGY_GROUPS,
    "pairing": PAIRINGS,
    "act": ACTS,
    "file_type": FILE_TYPES,
    "subject_name": SUBJECTS,
}


def init_app(app):
    """Make each vocabulary a filter: `{{ prescription.status|prescription_status }}`."""
    for name, words in FILTERS.items():
        app.jinja_env.filters[name] = words.__getitem__
    shown = {"VITAL_SIGNS": VITAL_SIGNS, "DATA_FIELDS": DATA_FIELDS, "KINDS": KINDS, "LEVELS": LEVELS}
    shown |= {"REASON_CODES": REASON_CODES, "WHY_NOT": WHY_NOT}
    app.jinja_env.globals |= shown | {"SEVERITIES": SEVERITIES, "PRESCRIPTION_STATUSES": PRESCRIPTION_STATUSES}
    app.jinja_env.filters["age"] = accounts.age
    app.jinja_env.filters["for_pharmacy"] = for_pharmacy
    app.jinja_env.filters["of"] = of
    app.jinja_env.filters["field_name"] = field_name
    app.jinja_env.filters["file_size"] = file_size
    app.extensions["refusals"] = REFUSALS  # the API answers in the same sentences


def of(name):
    """Return a name after « de »: « d’Awa Ndiaye », « de Moussa Sarr », « du Dr Fatou Diop »."""
    if name.startswith("Dr "):
        return f"du {name}"
    return f"d’{name}" if name[:1] in "AEIOUÀÂÉÈÊÎÔÙ" else f"de {name}"


def field_name(name):
    """Return what a form calls a field: « Titre », « Pouls », « Médicament 2, dosage »; "" where it has one name for all."""
    *group, field = name.split(".")
    if group and group[0] == "lines":
        return f"Médicament {int(group[1]) + 1}, {FIELDS[field]}"
    return VITAL_SIGNS[field][0] if field in VITAL_SIGNS else FIELDS.get(field, "")


def file_size(size):
    """Return a number of bytes as people read it: « 340 ko », « 1,2 Mo »."""
    if size < 1_000_000:
        return f"{max(1, round(size / 1000))} ko"
    return f"{size / 1_000_000:.1f} Mo".replace(".", ",")


def sentence(refusal):
    """Return the French of a refusal, with the medications it is about where it names lines."""
    named = dict.fromkeys(line["medication"] for line in refusal.details.get("lines", ()))
    return f"{REFUSALS[refusal.code]} Il manque : {', '.join(named)}." if named else REFUSALS[refusal.code]


def field_errors(refusal):
    """Return {field: French sentence} of what is wrong with a form; {} if the refusal is about no field."""
    return {name: REFUSALS[code] for name, code in refusal.errors.items()} if isinstance(refusal, Invalid) else {}

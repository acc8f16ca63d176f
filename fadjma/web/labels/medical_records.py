"""The file of a patient: kinds of entries, what is measured, how grave an allergy is, files joined to an entry."""

from collections.abc import Mapping

from ...languages import CLINICAL, Vocabulary
from ...languages import gettext as _
from ...languages.formats import number

KINDS = Vocabulary(
    {
        "consultation": "Consultation",
        "test_result": "Résultat d’analyse",
        "vaccination": "Vaccination",
        "allergy": "Allergie",
        "vital_signs": "Constantes",
        "imaging": "Imagerie",
        "hospitalization": "Hospitalisation",
        "note": "Note",
    }
)
MEASURES = Vocabulary(
    {
        "systolic": "Tension systolique",
        "diastolic": "Tension diastolique",
        "pulse": "Pouls",
        "temperature": "Température",
        "weight": "Poids",
        "height": "Taille",
        "glycaemia": "Glycémie",
        "spo2": "SpO₂",
    }
)
UNITS = {
    "systolic": "mmHg",
    "diastolic": "mmHg",
    "pulse": "/min",
    "temperature": "°C",
    "weight": "kg",
    "height": "cm",
    "glycaemia": "g/L",
    "spo2": "%",
}
DATA_FIELDS = Vocabulary(
    {
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
    },
    context=CLINICAL,
)
SEVERITIES = Vocabulary({"mild": "Légère", "moderate": "Modérée", "severe": "Grave"}, context=CLINICAL)
ALLERGY_GROUPS = Vocabulary(
    {
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
    },
    context=CLINICAL,
)
FILE_TYPES = Vocabulary(
    {"application/pdf": "PDF", "image/jpeg": "image JPEG", "image/png": "image PNG", "image/webp": "image WebP"}
)


class VitalSigns(Mapping):
    """{measure: (its name, its unit)}."""

    def __getitem__(self, measure):
        return MEASURES[measure], UNITS[measure]

    def __iter__(self):
        return iter(UNITS)

    def __len__(self):
        return len(UNITS)


VITAL_SIGNS = VitalSigns()


def file_size(size):
    """Return a number of bytes as people read it: « 340 ko », « 1,2 Mo »."""
    if size < 1_000_000:
        return _("%(size)d\u00a0ko", size=max(1, round(size / 1000)))
    return _("%(size)s\u00a0Mo", size=number(round(size / 1_000_000, 1)))

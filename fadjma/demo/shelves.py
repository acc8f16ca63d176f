"""What the pharmacies of the demo hold: at least thirty medicines each, in lots, some low, some near their end."""

from functools import partial

from ..commands.stock import adjust_stock, receive_stock, tell_near_expiry
from .people import MEDINA, PLATEAU

# medicine: units at the Plateau, at the Médina, alert threshold, days the lot is still good
MEDICINES = {
    "Paracétamol": (420, 260, 60, 540),
    "Amoxicilline": (240, 120, 40, 410),
    "Salbutamol": (180, 90, 25, 480),
    "Acide folique": (150, 80, 20, 600),
    "Albendazole": (120, 140, 20, 700),
    "Amlodipine": (160, 110, 30, 520),
    "Artéméther-luméfantrine": (200, 220, 50, 365),
    "Atorvastatine": (110, 70, 20, 460),
    "Azithromycine": (90, 60, 15, 390),
    "Béclométasone": (70, 40, 12, 430),
    "Bisoprolol": (80, 45, 15, 500),
    "Cétirizine": (130, 95, 20, 620),
    "Ciprofloxacine": (85, 70, 15, 420),
    "Clotrimazole": (60, 55, 10, 580),
    "Diclofénac": (75, 90, 15, 640),
    "Doxycycline": (95, 60, 15, 350),
    "Érythromycine": (50, 45, 10, 330),
    "Fer": (180, 150, 30, 560),
    "Furosémide": (70, 40, 12, 490),
    "Gliclazide": (90, 60, 20, 440),
    "Hydrochlorothiazide": (65, 50, 12, 510),
    "Ibuprofène": (140, 120, 25, 600),
    "Insuline glargine": (30, 18, 8, 210),
    "Insuline rapide": (24, 14, 8, 190),
    "Lopéramide": (55, 60, 10, 650),
    "Losartan": (85, 50, 15, 470),
    "Mébendazole": (60, 65, 10, 680),
    "Metformine": (260, 180, 40, 530),
    "Métronidazole": (120, 110, 20, 450),
    "Nifédipine": (45, 30, 10, 400),
    "Oméprazole": (150, 120, 25, 570),
    "Périndopril": (120, 60, 20, 505),
    "Prednisolone": (60, 45, 10, 460),
    "Sels de réhydratation orale": (300, 320, 60, 720),
    "Spironolactone": (40, 25, 8, 485),
    "Zinc": (160, 170, 30, 690),
}
# A second, older lot that is near its end: medicine → (units, days it is still good)
NEAR_EXPIRY = {
    PLATEAU: {"Ciprofloxacine": (18, 21), "Érythromycine": (12, 34), "Insuline rapide": (6, 45), "Zinc": (25, 52)},
    MEDINA: {"Doxycycline": (20, 16), "Lopéramide": (10, 40), "Prednisolone": (14, 55)},
}
# What a count found missing, so that the medicine is low: medicine → (units, why)
MISSING = {
    PLATEAU: {
        "Insuline glargine": (-24, "Flacons restés hors du réfrigérateur"),
        "Nifédipine": (-38, "Inventaire du mois"),
        "Spironolactone": (-34, "Boîtes abîmées par l’eau"),
    },
    MEDINA: {"Salbutamol": (-70, "Inventaire du mois"), "Périndopril": (-45, "Retour au grossiste après rappel du lot")},
}
PHARMACISTS = {PLATEAU: "aminata", MEDINA: "cheikh"}
LOT_PREFIX = {PLATEAU: "PL", MEDINA: "ME"}


def stories(clinic):
    """Return how each pharmacy filled its shelves and counted them."""
    return [_shelves(clinic, name, column) for column, name in enumerate((PLATEAU, MEDINA))]


def _ends(pharmacy):
    """Return [(medicine, days)] of the lots that soon expire: told on the day they had sixty left."""
    return [(medicine, days) for medicine, (_, days) in NEAR_EXPIRY[pharmacy].items()]


def _shelves(clinic, pharmacy, column):
    calendar, pharmacist = clinic.calendar, clinic.people[PHARMACISTS[pharmacy]]
    lots, old = {}, {}
    for number, (medicine, row) in enumerate(MEDICINES.items(), 1):
        now = yield calendar.on(415)
        lot = {"lot": f"{LOT_PREFIX[pharmacy]}{number:03d}A", "expires_on": calendar.in_days(row[3])}
        received = receive_stock(
            medication=medicine, quantity=row[column], threshold=row[2], **lot, actor=pharmacist, now=now
        )
        lots[medicine] = received.id
    for number, (medicine, (units, days)) in enumerate(NEAR_EXPIRY[pharmacy].items(), 1):
        now = yield calendar.on(300)
        lot = {"lot": f"{LOT_PREFIX[pharmacy]}{number:03d}B", "expires_on": calendar.in_days(days)}
        old[medicine] = receive_stock(medication=medicine, quantity=units, **lot, actor=pharmacist, now=now).id
    acts = [(calendar.on(60 - days, 6), partial(tell_near_expiry, old[medicine])) for medicine, days in _ends(pharmacy)]
    for medicine, (units, reason) in MISSING[pharmacy].items():
        counted = partial(adjust_stock, lots[medicine], quantity=units, reason=reason, actor=pharmacist)
        acts.append((calendar.on(9, 17), counted))
    for at, act in sorted(acts, key=lambda one: one[0]):
        act(now=(yield at))

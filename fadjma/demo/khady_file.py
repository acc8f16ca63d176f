"""What is in Khady Faye's file: each entry with the days since it was written, oldest first."""

from .medical_records import Entry, vital_signs


def _test(days, analyte, value, unit, reference, title, content="", **more):
    data = {"analyte": analyte, "value": value, "unit": unit, "reference": reference}
    return Entry(days, "test_result", title, content, data, **more)


ENTRIES = [
    Entry(395, "consultation", "Première consultation", "Découverte d’un diabète de type 2 et d’une hypertension "
          "artérielle. Soif et fatigue depuis trois mois. Mère diabétique. Régime et marche quotidienne expliqués, "
          "traitement commencé."),
    vital_signs(395, 158, 96, 84, 84.2, 1.82, temperature=36.8, height=164),
    Entry(395, "allergy", "Allergie à l’aspirine", "Urticaire après une prise en 2011.",
          {"substance": "Acide acétylsalicylique", "reaction": "Urticaire généralisée", "severity": "moderate"}),
    Entry(395, "allergy", "Intolérance aux sulfamides", "Rapportée par la patiente.",
          {"substance": "Sulfaméthoxazole", "reaction": "Éruption cutanée", "severity": "mild"}),
    _test(393, "HbA1c", "8,9", "%", "moins de 7", "Hémoglobine glyquée", "À jeun."),
    _test(393, "Créatinine", "8,4", "mg/L", "6 à 11", "Fonction rénale", "Débit de filtration estimé à 86 mL/min."),
    _test(393, "LDL-cholestérol", "1,54", "g/L", "moins de 1", "Bilan lipidique"),
    vital_signs(362, 152, 92, 82, 83.6, 1.61),
    Entry(362, "consultation", "Contrôle à un mois", "Bonne tolérance de la metformine après quelques jours de diarrhée. "
          "Brûlures d’estomac depuis deux semaines, traitées pour un mois."),
    Entry(350, "vaccination", "Vaccin contre la grippe", "",
          {"vaccine": "Grippe saisonnière", "dose": "1", "lot": "VG2511"}),
    vital_signs(332, 148, 90, 80, 82.9, 1.52),
    Entry(332, "imaging", "Radiographie du thorax", "Silhouette cardiaque de taille normale. Pas de foyer pulmonaire."),
    vital_signs(303, 147, 91, 78, 82.1, 1.47),
    _test(302, "HbA1c", "8,1", "%", "moins de 7", "Hémoglobine glyquée, contrôle à trois mois"),
    Entry(290, "note", "Appel téléphonique", "Chevilles gonflées le soir depuis le début de l’amlodipine. "
          "Rendez-vous avancé."),
    Entry(271, "consultation", "Œdèmes des chevilles", "Œdèmes bilatéraux, mous, sans signe cardiaque. "
          "Amlodipine arrêtée, périndopril à la place.",
          amended=(268, "Précision après le retour du bilan", "Œdèmes bilatéraux, mous, sans signe cardiaque, attribués à "
                   "l’amlodipine. Amlodipine arrêtée, périndopril à la place. Kaliémie normale au bilan du 3e jour.")),
    vital_signs(271, 150, 94, 80, 82.4, 1.44),
    vital_signs(241, 142, 88, 76, 81.6, 1.38),
    Entry(240, "imaging", "Échographie cardiaque", "Fonction ventriculaire gauche conservée, fraction d’éjection 62 %. "
          "Pas d’hypertrophie."),
    vital_signs(212, 139, 86, 75, 81.0, 1.33),
    Entry(212, "consultation", "Contrôle à six mois", "Équilibre en progrès. LDL encore élevé : atorvastatine ajoutée. "
          "Examen des pieds normal, pouls perçus."),
    _test(211, "HbA1c", "7,6", "%", "moins de 7", "Hémoglobine glyquée, contrôle à six mois"),
    vital_signs(181, 137, 85, 74, 80.4, 1.31, temperature=36.9),
    Entry(181, "note", "Rhinite de saison", "Éternuements et nez clair, sans fièvre. Antihistaminique pendant dix jours."),
    Entry(168, "hospitalization", "Gastro-entérite aiguë", "Deux jours d’hospitalisation pour déshydratation. "
          "Réhydratation intraveineuse, metformine suspendue puis reprise à la sortie."),
    vital_signs(150, 133, 82, 76, 79.3, 1.28),
    vital_signs(121, 136, 84, 74, 79.9, 1.41),
    Entry(121, "consultation", "Contrôle à neuf mois", "Glycémies du matin remontées depuis un mois. Gliclazide ajouté, "
          "signes d’hypoglycémie expliqués."),
    _test(120, "Microalbuminurie", "14", "mg/24 h", "moins de 30", "Recherche de microalbumine", "Normale."),
    vital_signs(92, 134, 83, 72, 79.1, 1.26),
    Entry(92, "vaccination", "Rappel du tétanos", "",
          {"vaccine": "Tétanos, diphtérie, polio", "dose": "rappel", "lot": "TD884"}),
    vital_signs(64, 132, 82, 78, 78.8, 1.24, temperature=38.1, spo2=98),
    Entry(64, "consultation", "Infection urinaire", "Brûlures et fièvre à 38,1 °C. Bandelette positive. "
          "Ciprofloxacine pendant sept jours, contrôle si la fièvre dure."),
    _test(64, "Examen cytobactériologique des urines", "Escherichia coli", "", "stérile", "Analyse d’urines"),
    vital_signs(29, 131, 81, 72, 78.4, 1.19),
    Entry(29, "consultation", "Bilan annuel", "Poids −6 kg en un an, tension et glycémie proches des objectifs. "
          "Traitement reconduit. Fond d’œil à prévoir."),
    _test(28, "HbA1c", "7,1", "%", "moins de 7", "Hémoglobine glyquée, contrôle à un an",
          amended=(26, "Unité vérifiée avec le laboratoire", "Valeur confirmée par le laboratoire sur un second tube.")),
    _test(28, "LDL-cholestérol", "0,92", "g/L", "moins de 1", "Bilan lipidique, contrôle à un an"),
    Entry(22, "note", "Résultat de la ferritine", "Ferritine à 64 µg/L, normale. Le fer prescrit ce matin est annulé."),
    Entry(14, "vaccination", "Vaccin contre la grippe", "",
          {"vaccine": "Grippe saisonnière", "dose": "1", "lot": "VG2611"}),
    vital_signs(4, 130, 80, 72, 78.1, 1.16, spo2=98),
    Entry(4, "consultation", "Adaptation du traitement", "Quelques glycémies hautes au réveil. Insuline du soir à petite "
          "dose, première injection montrée à la patiente et à sa fille."),
]  # fmt: skip

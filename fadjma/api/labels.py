"""The titles of problems; the sentence of each refusal is the pages' own."""

from ..languages import Vocabulary

TITLES = Vocabulary(
    {
        400: "Demande incomprise",
        401: "Non identifié",
        403: "Pas autorisé",
        404: "Introuvable",
        405: "Introuvable",
        409: "La situation l’interdit",
        413: "Trop lourd",
        422: "À corriger",
        429: "Trop d’essais",
        500: "Une erreur de notre côté",
    }
)

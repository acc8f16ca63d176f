"""The demo clinic: people, pharmacies and a year of their acts, played through the commands at the times they happened.

people.py          who they are           stories.py   what they do, each story a generator of moments
shelves.py         what pharmacies hold   clock.py     plays all stories in the order of time
khady.py, awa.py   what is in their files
"""

from sqlalchemy import select

from ..extensions import db
from ..models import User
from ..models.types import utcnow
from . import awa, clock, founding, khady, shelves
from .people import greeting

__all__ = ["found", "greeting"]


def found(now=None):
    """Fill an empty clinic and return True; return False, having done nothing, where there are accounts already."""
    if db.session.scalar(select(User.id).limit(1)):
        return False
    calendar = clock.Calendar(now or utcnow())
    clinic = founding.found(calendar)
    clock.play([*shelves.stories(clinic), *khady.stories(clinic), *awa.stories(clinic), *founding.stories(clinic)])
    return True

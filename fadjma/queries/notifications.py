"""Reads of notifications: the loud entries of a person's streams, with what they have read."""

from dataclasses import dataclass, replace
from uuid import UUID

from sqlalchemy import Uuid, and_, bindparam, case, func, or_, select

from ..domain.errors import NotFound
from ..domain.notifications import TAKEN
from ..extensions import db
from ..models import Entry, Fact, ReadMark, User
from ..models.journal import LOUD
from . import PAGE
from .kept import SINCE
from .streams import streams_of

FAMILIES = {
    "requests": ("Access", "Emergency"),
    "prescriptions": ("Prescription", "Pickup", "Delivery", "Renewal", "Stock"),
    "records": ("MedicalRecord",),
}  # filters of the centre: the beginnings of the facts' names
MOST = 20  # words on one thing that are shown together
OFFER = "PrescriptionOffered"  # told to all pharmacists, who may not know of which ordonnance: it concerns nothing else
ABOUT = case((Fact.name == OFFER, Fact.id), else_=Fact.subject_id)  # the thing that a fact concerns


@dataclass(frozen=True)
class Notification:
    """One fact as a notification of one person. Its id is the fact's; `said`: what it says, where that is already known."""

    fact: Fact
    read_at: object
    said: object = None

    @property
    def id(self) -> UUID:
        return self.fact.id

    @property
    def about(self) -> UUID:
        """The id of the thing it concerns."""
        return self.fact.id if self.fact.name == OFFER else self.fact.subject_id

    def saying(self, message):
        """Return it with its words."""
        return replace(self, said=message)


_FACT, _ENTRY, _READ = Fact.__table__, Entry.__table__.c, ReadMark.__table__
_ME = bindparam("viewer_id", type_=Uuid)
_TOLD = select(_ENTRY.fact_id).where(_ENTRY.stream.in_(bindparam("streams", expanding=True)), LOUD)
_MINE = (  # a fact told on two of a person's streams is one notification
    _FACT.c.id.in_(_TOLD),
    or_(_FACT.c.actor_id.is_(None), _FACT.c.actor_id != _ME),
    _FACT.c.at >= SINCE,
)
_MARK = and_(_READ.c.fact_id == _FACT.c.id, _READ.c.user_id == _ME)
_LISTING = select(Fact, ReadMark.at).outerjoin(ReadMark, _MARK).where(*_MINE)
_COUNT = select(func.count(_FACT.c.id)).select_from(_FACT.outerjoin(_READ, _MARK)).where(*_MINE, _READ.c.at.is_(None))


def _of(viewer):
    """Return the parameters that make these statements the viewer's own."""
    return {"viewer_id": viewer.id, "streams": streams_of(viewer), "since": viewer.created_at}


def find(viewer, id):
    """Return one notification of the viewer's own."""
    row = db.session.execute(_LISTING.where(Fact.id == id), _of(viewer)).first()
    if row is None:
        raise NotFound
    return Notification(*row)


def _filtered(unread, family):
    query = _LISTING
    if unread:
        query = query.where(ReadMark.at.is_(None))
    if family is not None:
        query = query.where(or_(*(Fact.name.startswith(name) for name in FAMILIES[family])))
    return query


def listed(viewer, *, unread=False, family=None, after=None):
    """Return (notifications, next cursor), newest first; `family` is one of FAMILIES."""
    query = _filtered(unread, family)
    if after is not None:
        query = query.where(Fact.id < after)
    query = query.order_by(Fact.id.desc()).limit(PAGE + 1)
    rows = [Notification(*row) for row in db.session.execute(query, _of(viewer))]
    return rows[:PAGE], rows[PAGE - 1].id if len(rows) > PAGE else None


def grouped(viewer, *, unread=False, family=None, after=None):
    """Return ([the newest MOST notifications of one thing, newest first], next cursor): things by their newest."""
    place = func.row_number().over(partition_by=ABOUT, order_by=Fact.id.desc())
    ranked = _filtered(unread, family).with_only_columns(Fact.id, ABOUT.label("about"), place.label("place")).cte()
    heads = select(ranked.c.id, ranked.c.about).where(ranked.c.place == 1)
    if after is not None:
        heads = heads.where(ranked.c.id < after)
    newest = heads.order_by(ranked.c.id.desc()).limit(PAGE + 1).cte()
    told = select(ranked.c.id).join(newest, newest.c.about == ranked.c.about).where(ranked.c.place <= MOST)
    groups: dict[UUID, list[Notification]] = {}
    for row in db.session.execute(_LISTING.where(Fact.id.in_(told)).order_by(Fact.id.desc()), _of(viewer)):
        groups.setdefault((notification := Notification(*row)).about, []).append(notification)
    shown = list(groups.values())
    return shown[:PAGE], shown[PAGE - 1][0].id if len(shown) > PAGE else None


def unread_count(viewer):
    """Return how many notifications the viewer has not read."""
    return db.session.scalar(_COUNT, _of(viewer))


def unread_counts(viewer):
    """Return {family: how many of it the viewer has not read}; None: of all."""
    names = db.session.execute(_unread(Fact.name, func.count(Fact.id)).group_by(Fact.name), _of(viewer)).all()
    counts = {family: sum(many for name, many in names if name.startswith(FAMILIES[family])) for family in FAMILIES}
    return counts | {None: sum(many for _, many in names)}


def unread_ids(viewer, *, about=None, before=None):
    """Return the ids of the notifications the viewer has not read: all, those about a thing, those before another."""
    query = _unread(Fact.id)
    if about is not None:
        query = query.where(about == ABOUT)
    if before is not None:
        query = query.where(Fact.id < before)
    return db.session.scalars(query, _of(viewer)).all()


def _unread(*columns):
    return _LISTING.where(ReadMark.at.is_(None)).with_only_columns(*columns)


def has_unread(viewer, first, last):
    """Has the viewer not read something that facts with ids from `first` up to `last` told them?"""
    lately = _unread(Fact.id).where(Fact.id >= first, Fact.id < last)
    return db.session.execute(lately.limit(1), _of(viewer)).first() is not None


def read_together(viewer, together):
    """Return when the viewer read these all at once; NotFound if they did not, or took it back."""
    of = select(func.max(ReadMark.at)).where(ReadMark.user_id == viewer.id, ReadMark.together == together)
    if (read_at := db.session.scalar(of)) is None:
        raise NotFound
    return read_at


def last_read_together(viewer, now):
    """Return the id of what the viewer read all at once so lately that it may be taken back, or None."""
    lately = select(ReadMark.together).where(ReadMark.user_id == viewer.id, ReadMark.together.is_not(None))
    return db.session.scalar(lately.where(ReadMark.at >= now - TAKEN).order_by(ReadMark.at.desc()).limit(1))


def standings(user_ids, fact_ids, since):
    """Return ({user id: when their account began}, {(user id, fact id): when they read it}) of some people and facts.

    The first holds accounts that began after `since` alone: nearly nobody.
    """
    born = db.session.execute(select(User.id, User.created_at).where(User.id.in_(user_ids), User.created_at > since))
    read = select(ReadMark.user_id, ReadMark.fact_id, ReadMark.at)
    read = read.where(ReadMark.user_id.in_(user_ids), ReadMark.fact_id.in_(fact_ids))
    return dict(born.all()), {(user, fact): at for user, fact, at in db.session.execute(read)}


_READERS = select(ReadMark.user_id).where(ReadMark.fact_id.in_(bindparam("fact_ids", expanding=True)))


def have_read(fact_ids):
    """Return the ids of all who have read one of these facts."""
    return db.session.scalars(_READERS, {"fact_ids": fact_ids}).all() if fact_ids else []

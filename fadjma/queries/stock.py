"""Reads of stock: a pharmacist's own pharmacy, and whether pharmacies have what an ordonnance needs."""

from uuid import UUID

from sqlalchemy import false, func, select
from sqlalchemy.orm import joinedload

from ..domain.roles import Role
from ..domain.stock import NEAR_EXPIRY, medication_key
from ..extensions import db
from ..models import PrescriptionLine, Reservation, StockItem, StockMovement
from . import PAGE, one


def visible_to(viewer):
    """Return the query of the lots a person may see: a pharmacist's own pharmacy's."""
    if viewer.role == Role.PHARMACIST and viewer.pharmacy_id is not None:
        return select(StockItem).where(StockItem.pharmacy_id == viewer.pharmacy_id)
    return select(StockItem).where(false())


def find(viewer, id, *, lock=False):
    """Return one lot the viewer may see."""
    return one(visible_to(viewer).where(StockItem.id == id), lock=lock)


def listed(viewer):
    """Return the lots of the viewer's pharmacy, by medication, earliest expiry first."""
    query = visible_to(viewer).order_by(StockItem.medication_key, StockItem.expires_on, StockItem.id)
    return db.session.scalars(query).all()


def shelves(viewer, today, *, q=""):
    """Return the lots of the viewer's pharmacy whose name holds `q`: low first, then those that soon expire, by name."""
    lots = [item for item in listed(viewer) if medication_key(q) in item.medication_key]
    return sorted(lots, key=lambda item: shelf(item, today))


def shelf(item, today):
    """Return where a lot stands among those of its pharmacy, as text to sort by."""
    haste = f"{not item.low_told:d}{item.expires_on > today + NEAR_EXPIRY:d}"
    return f"{haste} {item.medication_key} {item.expires_on} {item.id}"


def movements(item):
    """Return what moved a lot, newest first, with who did it."""
    query = select(StockMovement).where(StockMovement.stock_item_id == item.id).options(joinedload(StockMovement.actor))
    return db.session.scalars(query.order_by(StockMovement.id.desc()).limit(PAGE)).all()


def lots(pharmacy_id, key, *, lock=False):
    """Return the lots of one medication in one pharmacy, earliest expiry first; with `lock`, held until commit."""
    query = (
        select(StockItem)
        .where(StockItem.pharmacy_id == pharmacy_id, StockItem.medication_key == key)
        .order_by(StockItem.expires_on, StockItem.id)
    )
    if lock:
        query = query.with_for_update().execution_options(populate_existing=True)
    return db.session.scalars(query).all()


def reservations(prescription_id):
    """Return what is set aside for an ordonnance. Its lots are locked before, with the others of their medications."""
    query = select(Reservation).join(PrescriptionLine).where(PrescriptionLine.prescription_id == prescription_id)
    return db.session.scalars(query.order_by(Reservation.id)).all()


def nearing_expiry(today):
    """Return the ids of the lots that soon expire, of which their pharmacy has not been told."""
    near = StockItem.expires_on > today, StockItem.expires_on <= today + NEAR_EXPIRY
    query = select(StockItem.id).where(*near, StockItem.on_hand > 0, StockItem.expiry_told.is_(False))
    return db.session.scalars(query).all()


def free(pharmacy_id, keys, today):
    """Return {medication key: units that nobody has reserved} of one pharmacy, in lots not expired."""
    units = availability([pharmacy_id], keys, today)
    return {key: found for (_, key), found in units.items()}


def set_aside(prescription_id, today):
    """Return {line id: units set aside} for an ordonnance, in lots not expired."""
    units: dict[UUID, int] = {}
    for reservation in reservations(prescription_id):
        if reservation.stock_item.expires_on > today:
            units[reservation.line_id] = units.get(reservation.line_id, 0) + reservation.quantity
    return units


def availability(pharmacy_ids, medications, today):
    """Return {(pharmacy id, medication key): units free} for lots not expired."""
    keys = {medication_key(name) for name in medications}
    query = (
        select(StockItem.pharmacy_id, StockItem.medication_key, func.sum(StockItem.on_hand - StockItem.reserved))
        .where(StockItem.pharmacy_id.in_(pharmacy_ids), StockItem.medication_key.in_(keys), StockItem.expires_on > today)
        .group_by(StockItem.pharmacy_id, StockItem.medication_key)
    )
    return {(pharmacy, key): int(units) for pharmacy, key, units in db.session.execute(query)}

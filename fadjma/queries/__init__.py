"""Reads, from the reader: `visible_to(viewer)` and `find(viewer, id)`. Not there and not theirs are the same NotFound."""

from ..domain.errors import NotFound
from ..extensions import db

PAGE = 20  # things on one page of a list


def one(query, said=None, *, lock=False):
    """Return the one row of `query`, which has the parameters `said`, locked until the end of the transaction with `lock`;
    raise NotFound without one."""
    if lock:
        table = query.column_descriptions[0]["entity"]
        query = query.with_for_update(of=table).execution_options(populate_existing=True)
    row = db.session.scalars(query, said).unique().one_or_none()
    if row is None:
        raise NotFound
    return row


def page(query, key, *, after=None, size=PAGE):
    """Return (rows, cursor of the next page or None) of `query`, newest first by the time-sorted id column `key`."""
    if after is not None:
        query = query.where(key < after)
    rows = db.session.scalars(query.order_by(key.desc()).limit(size + 1)).unique().all()
    return rows[:size], rows[size - 1].id if len(rows) > size else None


def among(query, key, ids):
    """Return {id: row} of those of `ids` that `query` has; `key` is its id column."""
    rows = db.session.scalars(query.where(key.in_(ids))).unique() if ids else ()
    return {row.id: row for row in rows}

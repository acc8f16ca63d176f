"""What columns are made of: UTC times, closed vocabularies, ids that sort by time."""

import uuid
from datetime import UTC, datetime
from typing import Annotated

from sqlalchemy import DateTime, Enum, ForeignKey, String, Uuid
from sqlalchemy.orm import mapped_column
from sqlalchemy.types import TypeDecorator
from uuid_utils.compat import uuid7


def utcnow():
    """Return the time now, aware, in UTC: the one place that asks the clock."""
    return datetime.now(UTC)


class UTCDateTime(TypeDecorator[datetime]):
    """An aware UTC datetime; SQLite keeps none of the zone, so it is put back on the way out."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value, dialect):
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a time without a zone")
        return value.astimezone(UTC)

    def process_result_value(self, value, dialect):
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


def choice(enum, name):
    """Return a column type that holds a value of `enum`, guarded by a check constraint called `name`."""
    return Enum(
        enum,
        name=name,
        native_enum=False,
        create_constraint=True,
        length=32,
        values_callable=lambda kind: [member.value for member in kind],
    )


Id = Annotated[uuid.UUID, mapped_column(Uuid, primary_key=True, default=uuid7)]
UserId = Annotated[uuid.UUID, mapped_column(Uuid, ForeignKey("users.id"), index=True)]
Moment = Annotated[datetime, mapped_column(UTCDateTime)]
CreatedAt = Annotated[datetime, mapped_column(UTCDateTime, default=utcnow)]


def text(length):
    """Return a string column type of at most `length` characters."""
    return String(length)

"""What goes in and out as JSON: one noun a file, of these few kinds of model."""

from typing import Any, Generic, TypeVar
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

Item = TypeVar("Item")


class Body(BaseModel):
    """What a caller sends: nothing but its fields, each of its own type."""

    model_config = ConfigDict(extra="forbid", strict=True)


class Query(BaseModel):
    """What a caller asks in the address: words, read as what they stand for."""


class Answer(BaseModel):
    """What a caller gets: the fields that were set; what the reader may not see is never set, hence absent."""


class Page(Answer, Generic[Item]):
    """One page of a list; `next` is the cursor of the following one."""

    items: list[Item]
    next: str | None

    @classmethod
    def model_parametrized_name(cls, params):
        return f"{params[0].__name__}Page"


class After(Query):
    """Which page of a list: the `next` of the one before."""

    after: UUID | None = None


class Problem(Answer):
    """Why it could not be (RFC 9457)."""

    type: str
    title: str
    status: int
    detail: str
    errors: dict[str, str] = Field(default_factory=dict)


def hidden() -> Any:
    """Return the default of a field that some readers do not get: absent for them, never null."""
    return Field(default_factory=lambda: None)


def page(model, rows, following, *context):
    """Return a Page of `model.of(row, *context)` for each row."""
    items = [model.of(row, *context) for row in rows]
    return Page(items=items, next=None if following is None else str(following))

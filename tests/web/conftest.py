"""Whom and what the tests of the doctor's pages begin with."""

import pytest


@pytest.fixture
def fatou(as_):
    """Dr Fatou Diop, signed in."""
    return as_("fatou")


@pytest.fixture
def file(cast):
    """The path of Awa's file."""
    return f"/doctor/patients/{cast.awa.id}"

"""The migrations make what the models describe, on both databases, and the clinic lives on either."""

import pytest

from tests.databases import address, flask

DEMO = {
    "awa": "patient",
    "moussa": "patient",
    "khady": "patient",
    "fatou": "doctor",
    "ibrahima": "doctor",
    "aminata": "pharmacist",
    "seynabou": "pharmacist",
    "cheikh": "pharmacist",
    "ousmane": "admin",
}


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def database_url(request, tmp_path):
    """An empty database of each kind."""
    return request.getfixturevalue("postgres_url") if request.param == "postgres" else address(tmp_path / "clinic.db")


def test_the_migrations_make_the_tables_of_the_models(database_url):
    flask("db", "upgrade", FADJMA_DATABASE_URL=database_url)
    assert "No new upgrade operations" in flask("db", "check", FADJMA_DATABASE_URL=database_url)


def test_the_demo_clinic_is_loaded_once_and_served(database_url, start_server):
    for words in (["db", "upgrade"], ["seed"], ["seed"]):
        flask(*words, FADJMA_DATABASE_URL=database_url)
    server = start_server(database_url)
    assert {name: server.api(name).get("/me").json()["role"] for name in DEMO} == DEMO


def test_every_migration_can_be_undone(database_url):
    flask("db", "upgrade", FADJMA_DATABASE_URL=database_url)
    flask("db", "downgrade", "base", FADJMA_DATABASE_URL=database_url)
    flask("db", "upgrade", FADJMA_DATABASE_URL=database_url)

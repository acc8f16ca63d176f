"""The drill: kept while people work, restored elsewhere, and every client that comes back is right again."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from threading import Event

import pytest

from fadjma.realtime.journal import RAISE
from tests.backup.conftest import KEY, rows, streams
from tests.databases import flask

pytestmark = pytest.mark.slow
AT_LEAST = 20  # acts before the backup begins and after it has ended


class Shelf:
    """Aminata, who receives one lot after the other until told to stop."""

    def __init__(self, server):
        self.aminata, self.enough, self.count = server.api("aminata"), Event(), 0

    def receive(self, lot):
        """Receive one lot; return the answer."""
        expires = (date.today() + timedelta(days=400)).isoformat()
        body = {"medication": "Salbutamol", "lot": lot, "expires_on": expires, "quantity": 1}
        return self.aminata.post("/stock/receipts", json=body)

    def fill(self):
        """Receive lots for as long as it is not enough; return whether all were taken."""
        while not self.enough.is_set():
            assert self.receive(f"D{self.count}").status_code == 201
            self.count += 1

    def wait(self, many):
        """Wait until `many` more lots have been received."""
        wanted = self.count + many
        while self.count < wanted:
            self.enough.wait(0.02)


@pytest.fixture
def worked_on(clinic, start_server):
    """A server over the clinic, and the shelf that is filled meanwhile."""
    server = start_server(clinic.url)
    shelf = Shelf(server)
    with ThreadPoolExecutor(1) as pool:
        filling = pool.submit(shelf.fill)
        shelf.wait(AT_LEAST)
        yield server, shelf
        shelf.enough.set()
        filling.result(timeout=30)


def lots(url):
    """Return the numbers of the lots that a database knows of those received here."""
    return sorted(int(part) for row in rows(url)["stock_items"] for part in _numbers(row))


def _numbers(row):
    return [word.strip("'D, ") for word in row.split("'") if word.startswith("D") and word[1:].isdigit()]


def test_kept_while_people_work_and_restored_elsewhere(clinic, worked_on, start_server, listen, tmp_path):
    server, shelf = worked_on
    before = shelf.count
    flask("backup", tmp_path / "kept", FADJMA_DATABASE_URL=clinic.url, FADJMA_BACKUP_KEY=KEY)
    after = shelf.count
    assert after > before, "nobody could work meanwhile"
    shelf.wait(AT_LEAST)
    lost = streams(clinic.url)

    there = clinic.elsewhere()
    flask("restore", tmp_path / "kept", FADJMA_DATABASE_URL=there, FADJMA_BACKUP_KEY=KEY)
    kept = lots(there)
    assert kept == list(range(len(kept)))  # one moment: everything up to it, nothing after it
    assert before <= len(kept) <= after + 1
    assert "audit trail holds" in flask("audit", "verify", FADJMA_DATABASE_URL=there)

    pharmacy = next(name for name in server.api("aminata").get("/me").json()["streams"] if name.startswith("pharmacy_"))
    revived, token = start_server(there), server.token("aminata")
    head = streams(there)[pharmacy]
    assert RAISE < head < RAISE + lost[pharmacy]
    # Behind the backup, at its number, in the time that was lost, and at a number that nobody has seen yet.
    for cursor in (1, head - RAISE, lost[pharmacy], head - 201, head + 1):
        ear = listen(revived.url, auth={"token": token, "cursors": {pharmacy: cursor}})
        assert ear.wait_for("resync")["streams"] == {pharmacy: head}
        ear.disconnect()
    ear = listen(revived.url, auth={"token": token, "cursors": {pharmacy: lost[pharmacy]}})
    ear.wait_for("resync")
    assert Shelf(revived).receive("after").status_code == 201
    assert ear.wait_for("inventory_updated")["seq"] == head + 1


def test_restored_under_a_running_server(clinic, start_server, listen, tmp_path):
    server = start_server(clinic.url)
    shelf = Shelf(server)
    flask("backup", tmp_path / "kept", FADJMA_DATABASE_URL=clinic.url)
    assert shelf.receive("lost").status_code == 201
    ear = listen(server.url, auth={"token": server.token("aminata")})
    ear.wait_for("connected")
    flask("restore", "--replace", tmp_path / "kept", FADJMA_DATABASE_URL=clinic.url)
    heads = ear.wait_for("resync")["streams"]
    assert all(head >= RAISE for head in heads.values())
    for number in range(6):  # more often than a driver takes before it prepares a statement
        assert shelf.receive(f"D{number}").status_code == 201
    ear.wait_for("inventory_updated", where=lambda said: said["seq"] == heads[said["stream"]] + 6)
    assert lots(clinic.url) == list(range(6))

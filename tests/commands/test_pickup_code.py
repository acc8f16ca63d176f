"""The pick-up code is the patient's: it stands in its own column and nowhere else, whatever is done with it."""

import logging
import re

from fadjma.commands.prescriptions import renew_pickup_code
from fadjma.domain.errors import WrongCode
from fadjma.domain.prescriptions import Status
from tests import ordonnances
from tests.traces import everything


def test_it_is_in_no_journal_no_audit_entry_and_no_log(cast, caplog):
    caplog.set_level(logging.DEBUG)
    it = ordonnances.at(Status.READY, cast)
    codes = [ordonnances.code(it.id)]
    renew_pickup_code(it.id, actor=cast.awa)
    codes.append(ordonnances.code(it.id))
    try:
        ordonnances.acts.deliver_prescription(it.id, pickup_code=codes[0], actor=cast.aminata)
    except WrongCode:
        codes.append("refused")
    assert codes[-1] == "refused"
    rows = everything()
    assert codes[1] in str(rows.pop("prescriptions"))
    shown = re.compile(rf"(?<![0-9a-f])({codes[0]}|{codes[1]})(?![0-9a-f])")
    assert [table for table, kept in rows.items() if any(map(shown.search, kept))] == []
    assert not shown.search(caplog.text)

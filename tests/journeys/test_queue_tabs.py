"""A pharmacist's phone shows one column of the queue at a time, and still counts the others."""

import pytest
from playwright.sync_api import expect

from tests.browsers import PHONE

pytestmark = pytest.mark.browser
READY = ":is([data-status=ready], [data-status=partially_delivered])"


def test_a_tab_keeps_one_column_and_all_of_them_stay_a_touch_away(enter):
    page = enter("aminata", viewport=PHONE)
    cards, shown = page.locator("#prescriptions > .card"), page.locator("#prescriptions > .card:visible")
    ready, several = page.locator(f"#prescriptions > .card{READY}").count(), cards.count()
    assert 0 < ready < several
    page.locator(".tab[data-status=ready]").click()
    expect(page.get_by_role("radio", name="Prêtes")).to_be_checked()
    expect(shown).to_have_count(ready)
    page.get_by_role("radio", name="Prêtes").press("ArrowLeft")
    expect(page.get_by_role("radio", name="En préparation")).to_be_checked()
    expect(page.locator(".heading:visible")).to_contain_text("En préparation")
    page.locator(".tab", has_text="Tout").click()
    expect(shown).to_have_count(several)

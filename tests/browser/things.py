"""Things on the stage's page: their html, and the swaps that tell of them."""


def row(name, text, status="issued", inside=""):
    """Return the html of one thing of the list."""
    return f'<li class="card" id="prescription_{name}" data-status="{status}">{text}{inside}</li>'


def swap(name, html, **fields):
    """Return a swap of one thing of Awa's."""
    return {"target": f"prescription_{name}", "list": "prescriptions", "of": "patient_awa", "html": html, **fields}


def ids(page, place="#prescriptions"):
    """Return the ids in a list, as they stand."""
    return page.locator(f"{place} > [id]").evaluate_all("things => things.map((thing) => thing.id)")


def fill(page, **values):
    """Type into the form."""
    for name, value in values.items():
        page.locator(f"#{name}").fill(value)


def save(page):
    """Send the form."""
    page.get_by_role("button", name="Enregistrer").click()

"""What tests of pages do: act as a page does, and read which things stand in its lists."""

from fadjma.extensions import db
from tests import html


def post(browser, path, target=None, **form):
    """Act from a page; `target` is the id of what the page wants back."""
    headers = {"X-CSRF-TOKEN": browser.get_cookie("csrf_access_token").value, "HX-Request": "true"}
    return browser.post(path, data=form, headers=headers | ({"HX-Target": target} if target else {}))


def again(row):
    """Return a row as it is now."""
    db.session.rollback()
    return db.session.get(type(row), row.id)


def standing(browser, path, noun):
    """Return {id: status} of the things in the list of `noun` on a page."""
    page = html.Page(browser.get(path).text)
    rows = page.root.iterfind(f".//ul[@id='{noun}s']/li[@id]")
    return {row.get("id"): row.get("data-status") for row in rows if row.get("class") != "year"}


def older(browser, path):
    """Return the address that a list gives for its older part."""
    page = html.Page(browser.get(path).text)
    return next(element.get("href") for element in page.elements if element.get("rel") == "next")


def swapped(frames, target):
    """Return the html that frames put in a place, newest last."""
    return [swap["html"] for frame in frames for swap in frame["swaps"] if swap["target"] == target]

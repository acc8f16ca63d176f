"""What a person sees of FADJMA around the page itself: toasts, the number of unread, the rows of a list, another tab."""

import re

from playwright.sync_api import expect

from tests.browsers import live


def go(page, path):
    """Follow an address; return the page, connected."""
    page.goto(path)
    return live(page)


def tab(page, path):
    """Open `path` in a further tab of the same person."""
    return go(page.context.new_page(), path)


def toast(page, words):
    """Return the toast that says `words`."""
    return page.locator("#toasts .toast").filter(has_text=words)


def rows(page, noun, words=""):
    """Return the things of the list of a `noun` that say `words`."""
    return page.locator(f"#{noun}s > [id^={noun}_]").filter(has_text=words)


def unread(page):
    """Return how many notifications the page says are unread."""
    return int(page.locator("#unread-count").text_content())


def expect_unread(page, count):
    """Wait until badge and title both say `count` unread notifications."""
    expect(page.locator("#unread-count")).to_have_text(str(count))
    expect(page).to_have_title(re.compile(rf"^\({count}\) FADJMA" if count else "^FADJMA"))


def expect_status(thing, word):
    """Wait until `thing` says that it stands at `word`."""
    expect(thing.locator(".tag").first).to_have_text(word)


def expect_step(thing, word):
    """Wait until the path of an ordonnance stands at the step `word`."""
    expect(thing.locator("[aria-current=step]")).to_have_text(word)

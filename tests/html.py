"""What every page a test visits must be: valid, labelled, titled, and without a line of script or style in it."""

import re
from collections import Counter
from xml.etree import ElementTree

import html5lib
from html5lib.constants import E as MESSAGES

# What a fragment's first element must stand in, where that is not a <div>.
PLACES = {"tr": "tbody", "td": "tr", "th": "tr", "tbody": "table", "thead": "table", "option": "select", "li": "ul"}
UNLABELLED = {"hidden", "submit", "button", "reset", "image"}
REFERENCES = ("for", "aria-labelledby", "aria-describedby", "aria-controls", "aria-errormessage", "list", "form")
DATA_BLOCKS = {"application/json", "application/ld+json"}  # never run, so the policy lets them stand


class Page:
    """One parsed page or fragment, and what is wrong with it."""

    def __init__(self, html, *, fragment=False):
        self.fragment = fragment
        parser = html5lib.HTMLParser(namespaceHTMLElements=False)
        first = re.match(r"\s*<(\w+)", html)
        place = PLACES.get(first[1].lower() if first else "", "div")
        self.root = parser.parseFragment(html, container=place) if fragment else parser.parse(html)
        self.errors = [f"line {where[0]}: {MESSAGES.get(code, code) % values}" for where, code, values in parser.errors]
        self.elements = [element for element in self.root.iter() if isinstance(element.tag, str)]
        self.parents = {child: parent for parent in self.root.iter() for child in parent}
        self.ids = Counter(element.get("id") for element in self.elements if element.get("id") is not None)

    def problems(self):
        """Return one line for each thing that is wrong."""
        found = self.errors + self._repeated_ids() + self._policy() + self._names()
        return found if self.fragment else found + self._whole() + self._references()

    def _repeated_ids(self):
        empty = ["an id is empty"] if any(not id.strip() for id in self.ids) else []
        return empty + [f"id {id!r} stands {times} times" for id, times in self.ids.items() if times > 1]

    def _whole(self):
        html = self.root
        title = html.find("head/title")
        found = []
        if not html.get("lang"):
            found.append("<html> has no lang")
        if title is None or not said(title):
            found.append("the page has no title")
        if len(html.findall(".//main")) != 1:
            found.append("the page has not exactly one <main>")
        if html.find(".//h1") is None:
            found.append("the page has no <h1>")
        return found

    def _references(self):
        pairs = [(name, id) for e in self.elements for name in REFERENCES for id in e.get(name, "").split()]
        return [f'{name}="{id}" points at nothing' for name, id in pairs if id not in self.ids]

    def _policy(self):
        found = []
        for element in self.elements:
            found += [f"{shown(element)} has {name}" for name, value in element.items() if forbidden(name, value)]
            if element.tag == "style":
                found.append("a <style> stands in the page")
            if element.tag == "script" and not element.get("src") and element.get("type") not in DATA_BLOCKS:
                found.append("a <script> without src stands in the page")
        return found

    def _names(self):
        return [f"{shown(element)} has no {want}" for element in self.elements if (want := self._lacks(element))]

    def _lacks(self, element):
        if element.get("aria-label", "").strip() or element.get("aria-labelledby"):
            return None
        kind = element.get("type", "text").lower()
        if element.tag in ("select", "textarea") or (element.tag == "input" and kind not in UNLABELLED):
            return None if self._labelled(element) else "label"
        if element.tag == "img" and element.get("alt") is None:
            return "alt"
        if element.tag in ("button", "a", "summary") and not said(element):
            return "text"
        return None

    def _labelled(self, element):
        labels = [e for e in self.elements if e.tag == "label" and e.get("for") and e.get("for") == element.get("id")]
        above = element
        while (above := self.parents.get(above)) is not None:
            if above.tag == "label":
                labels.append(above)
        return any(said(label) for label in labels)


def forbidden(name, value):
    """Return whether this attribute is code or style in the page, which the content policy rules out."""
    name, value = name.lower(), value.strip().lower()
    return (
        name == "style"
        or name.startswith(("on", "hx-on"))
        or value.startswith(("javascript:", "js:"))
        or (name == "hx-trigger" and "[" in value)
    )


def said(element):
    """Return the text of an element as it is read out: its own, and the names of pictures in it."""
    pictures = [e.get("alt") or e.get("aria-label") or "" for e in element.iter() if isinstance(e.tag, str)]
    return " ".join("".join(element.itertext()).split() + pictures).strip()


def shown(element):
    """Return an element's opening, short enough to be found by."""
    opening = ElementTree.tostring(ElementTree.Element(element.tag, dict(element.items())), encoding="unicode")
    return opening if len(opening) < 120 else f"{opening[:120]}…"


def check(html, *, fragment=False):
    """Fail the test where the page (or fragment) is not as every page must be; return it parsed."""
    page = Page(html, fragment=fragment)
    problems = page.problems()
    assert not problems, "\n".join(problems)
    return page

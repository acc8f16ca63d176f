"""Live equals reload: what events made of a page is what the server shows of it."""

from contextlib import suppress
from difflib import unified_diff

from tests.browsers import live
from tests.processes import eventually

# Whitespace between elements, and the attributes that only our JavaScript and htmx set, are no part of what is shown.
READ = """
([selector, again]) => {
  const OURS = ['tabindex', 'data-fresh', 'data-dirty', 'aria-busy', 'aria-disabled'];
  const lines = (node) => node.nodeType === Node.TEXT_NODE
    ? [node.textContent.replace(/[ \\n\\t]+/g, ' ').trim()].filter(Boolean)
    : node.nodeType === Node.ELEMENT_NODE ? [opening(node), ...[...node.childNodes].flatMap(lines)] : [];
  const opening = (node) => {
    const shell = node.cloneNode(false);
    for (const name of OURS) shell.removeAttribute(name);
    for (const name of [...shell.classList]) if (name.startsWith('htmx-')) shell.classList.remove(name);
    if (!shell.classList.length) shell.removeAttribute('class');
    if (shell.matches('time')) shell.removeAttribute('title');
    if (shell.matches('details')) shell.removeAttribute('open');
    const attributes = [...shell.attributes].map(({ name, value }) => `${name}="${value}"`);
    return `<${[shell.localName, ...attributes.sort()].join(' ')}>`;
  };
  const read = (page) => [...page.querySelectorAll(selector)].flatMap(lines);
  if (!again) return read(document);
  return fetch(location.href, {headers: {Accept: 'text/html'}, cache: 'no-store'})
    .then((answer) => answer.text())
    .then((html) => read(new DOMParser().parseFromString(html, 'text/html')));
}
"""


def shown(page, regions, *, again=False):
    """Return the lines of a page's regions; with `again`, of the page as the server shows it now."""
    return page.evaluate(READ, [regions, again])


def differences(lived, reloaded):
    """Return the lines that two readings do not share, or nothing."""
    return "\n".join(unified_diff(lived, reloaded, "live", "reloaded", lineterm="", n=1))


def expect_live_equals_reload(page, regions="[data-live]"):
    """Wait until everything has arrived, then reload; fail where the regions differ from what they were live."""
    assert page.locator(regions).count(), f"{page.url} shows nothing of {regions}"
    if not page.locator("[id*=_detail_]").count():  # a thing's own page reads, once opened, what was said of it
        regions = f"#unread-count, {regions}"
    with suppress(AssertionError):  # what is still missing then is shown below
        eventually(lambda: shown(page, regions) == shown(page, regions, again=True))
    lived = shown(page, regions)
    page.reload()
    live(page)
    if found := differences(lived, shown(page, regions)):
        raise AssertionError(f"{page.url} is not what it was live\n{found}")

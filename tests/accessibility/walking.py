"""Walks through all a person's pages, as `make screens` does, and lets axe look at each."""

from functools import cache

from fadjma import create_app
from scripts.screens import walk
from tests.processes import ROOT

AXE = ROOT / "tests/node/node_modules/axe-core/axe.min.js"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
LOOK = """async ([tags, rules]) => {
  const only = rules ? {type: 'rule', values: rules} : {type: 'tag', values: tags};
  const more = rules ? {} : {'target-size': {enabled: true}};
  const {violations} = await axe.run(document, {runOnly: only, rules: more, resultTypes: ['violations']});
  return violations.flatMap(({id, nodes}) => nodes.map(
    ({target, html, any}) => `${id}: ${target.join(' ')}: ${html.slice(0, 160)} ${JSON.stringify(any[0]?.data ?? '')}`));
}"""


SETTLED = """() => new Promise(requestAnimationFrame).then(() => new Promise(requestAnimationFrame))
  .then(() => Promise.all(document.getAnimations().map(({finished}) => finished.catch(() => {}))))"""


@cache
def _script():
    return AXE.read_text()


@cache
def _routes():
    return create_app("testing").url_map


def pages_from(page, start):
    """Return {endpoint: path} of every kind of page that links lead to from `start`."""
    return walk(page, _routes().bind(""), start)


def findings(page, rules=None):
    """Return what axe finds on the page as it stands: by all of WCAG 2.2 AA and its good practice, or by some rules."""
    if not page.evaluate("typeof axe === 'object'"):
        page.evaluate(_script())
    page.evaluate(SETTLED)
    return page.evaluate(LOOK, [RULES, rules])

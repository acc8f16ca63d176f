"""A person who has the keyboard alone: Tab to what is looked for, and at every step the focus must be seen."""

from tests.browsers import until

MOST = 120  # stops of one page: more would be a trap, or not there
# Where the focus is: its name, its role, and what is wrong with how it shows.
FOCUS = """() => {
  const at = document.activeElement;
  if (!at || at === document.body) return {name: '', role: '', wrong: 'the focus is nowhere'};
  const seen = at.matches('.tab input') ? at.parentElement
    : at.matches('.notification a') ? at.closest('.notification') : at;
  const box = seen.getBoundingClientRect();
  const bar = document.querySelector('.nav');
  const isBar = bar && getComputedStyle(bar).position === 'fixed' && !bar.contains(at) && !at.closest('dialog');
  const foot = isBar ? bar.getBoundingClientRect().top : innerHeight;
  const shows = getComputedStyle(seen);
  const wrong = !at.checkVisibility() || box.width < 2 || box.height < 2 ? 'cannot be seen'
    : box.top >= foot || box.right <= 0 || box.left >= innerWidth || box.bottom <= 0 ? 'is hidden by the edge or the bar'
    : at.id !== 'main' && (shows.outlineStyle === 'none' || parseFloat(shows.outlineWidth) < 2) ? 'shows no focus' : '';
  const named = at.labels?.length ? [...at.labels] : [at];
  const name = at.ariaLabel || named.map(({textContent}) => textContent).join(' ');
  const group = at.closest('fieldset')?.querySelector('legend')?.textContent ?? '';
  const thing = at.closest('li, article')?.textContent ?? '';
  const clean = (text) => text.replace(/\\s+/g, ' ').trim();
  return {name: clean(name), group: clean(group), thing: clean(thing), role: at.type ?? at.localName, wrong,
    at: `${clean(at.outerHTML).slice(0, 140)} at ${Math.round(box.top)} to ${Math.round(box.bottom)} of ${foot}`};
}"""
SETTLED = "() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))"


class Keyboard:
    """The keys of `page`. Nothing here points, clicks or fills by a locator."""

    def __init__(self, page):
        self.page = page

    def where(self):
        """Return what has the focus; fail where that is nowhere, or cannot be seen."""
        self.page.evaluate(SETTLED)
        focus = self.page.evaluate(FOCUS)
        assert not focus["wrong"], f"{self.page.url}: {focus}"
        return focus

    def press(self, *keys):
        """Press keys one after the other; return what has the focus then."""
        for key in keys:
            self.page.keyboard.press(key)
        return self.where()

    def enter(self):
        """Press Enter where it may lead to another page."""
        self.page.keyboard.press("Enter")

    def to(self, name, *, among="", key="Tab"):
        """Tab to what is called `name`, in a thing or group that says `among`."""
        passed: list[str] = []
        for _ in range(MOST):
            self.page.keyboard.press(key)
            if self.page.evaluate("document.activeElement === document.body"):  # the browser's own bar
                assert passed.count("") < 2, f"{self.page.url}: no {name!r} among {passed}"
                passed.append("")
                continue
            focus = self.where()
            if name in focus["name"] and among in focus.get("thing", "") + focus.get("group", ""):
                return focus
            passed.append(focus["name"])
        raise AssertionError(f"{self.page.url}: no {name!r} among {passed}")

    def type(self, words):
        """Type in the field that has the focus."""
        self.page.keyboard.type(words)

    def write(self, name, words, **where):
        """Tab to a field and type in it, in the place of what it held."""
        self.to(name, **where)
        self.page.keyboard.press("Control+a")
        self.type(words)

    def follow(self, name, **where):
        """Tab to a link or a button that leads elsewhere, press Enter and wait for the page; its focus starts anew."""
        self.to(name, **where)
        before = self.page.url
        self.page.keyboard.press("Enter")
        self.page.wait_for_url(lambda url: url != before)
        self.page.wait_for_load_state()

    def act(self, name, key="Enter", **where):
        """Tab to an act and do it; the focus is still somewhere when its answer is shown."""
        self.to(name, **where)
        with self.page.expect_response(lambda answer: answer.request.method == "POST" and "/read" not in answer.url):
            self.page.keyboard.press(key)
        until(self.page, "() => !document.querySelector('main [aria-busy=true]')")  # its answer is shown
        return self.where()

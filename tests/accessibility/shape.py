"""How a page takes a narrow screen and more space in its text (WCAG 1.4.10, 1.4.12), and how large it is to a thumb."""

NARROW = {"width": 320, "height": 640}  # also what 1280 px are at 400 %
SPACED = """() => {
  const spaced = new CSSStyleSheet();
  spaced.replaceSync(`* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important }
    p { margin-block-end: 2em !important }`);
  document.adoptedStyleSheets = [spaced];
}"""
PLAIN = "() => { document.adoptedStyleSheets = []; }"
# What stands out of the screen and cannot be scrolled to within itself, and text that its box cuts off.
OUTSIDE = """() => {
  const found = [];
  const APART = '.visually-hidden, .skip, thead, svg, dialog:not([open])';
  const name = (one) => `${one.localName}#${one.id}.${one.className}: ${one.textContent.trim().slice(0, 60)}`;
  const isScrolled = (one) => ['auto', 'scroll'].includes(getComputedStyle(one).overflowX);
  const scrolls = (one) => one && (isScrolled(one) || scrolls(one.parentElement));
  const { scrollWidth } = document.documentElement;
  if (scrollWidth > innerWidth + 1) found.push(`scrolls to ${scrollWidth}`);
  for (const one of document.querySelectorAll('body *')) {
    if (!one.checkVisibility() || one.closest(APART) || scrolls(one)) continue;
    const { left, right, width } = one.getBoundingClientRect();
    const shows = getComputedStyle(one);
    if (width && (right > innerWidth + 1 || left < -1)) found.push(`out of the screen: ${name(one)}`);
    const cuts = ['hidden', 'clip'].includes(shows.overflowX) || ['hidden', 'clip'].includes(shows.overflowY);
    const isOver = one.scrollWidth > one.clientWidth + 2 || one.scrollHeight > one.clientHeight + 2;
    if (cuts && isOver && one.textContent.trim()) found.push(`cut off: ${name(one)}`);
  }
  return found.slice(0, 5);
}"""
# What stands by itself and is less than a thumb high where one would press; links within sentences are as their lines are.
SMALL = """() => {
  const isInSentence = (one) => one.localName === 'a' && [...one.parentElement.childNodes].some(
    (node) => node.nodeType === 3 && node.textContent.trim());
  const owns = (one, x, y) => {
    const hit = document.elementFromPoint(x, y);
    return one.contains(hit) || hit?.closest('label')?.control === one;
  };
  const bar = document.querySelector('.nav')?.getBoundingClientRect();
  const overlaps = (box) => bar && box.bottom + 12 > bar.top && box.top < bar.bottom;  // a page longer than the screen
  scrollTo(0, 0);
  const targets = document.querySelectorAll(':is(main, header, .bottom) :is(a, button, summary, select, input)');
  return [...targets].filter((one) => {
    if (!one.checkVisibility() || isInSentence(one) || one.closest('.visually-hidden')) return false;
    const { left, top, right, bottom, width, height } = one.getBoundingClientRect();
    const label = one.matches('[type=radio], [type=checkbox]') && one.labels[0]?.getBoundingClientRect();
    const box = label || { left, top, bottom, height };
    const [x, y, most] = [box.left + Math.min(width / 2, 16), (box.top + box.bottom) / 2, box.height];
    const isBelow = bottom > innerHeight || (overlaps(box) && !one.closest('.nav'));
    if (most >= THUMB || width < 2 || isBelow) return false;
    let owned = 0;
    for (let by = -30; by < 30; by += 2) owned += 2 * owns(one, x, y + by);
    return owned < THUMB;
  }).map((one) => `small: ${one.outerHTML.slice(0, 160)}`);
}"""
THUMB = 32  # what is sure of the 44 px where a neighbour takes the edge
# Icons that the system's own colours make invisible: each is a mask over a background.
UNSEEN = """() => {
  const canvas = getComputedStyle(document.body).backgroundColor;
  const isMask = ({ webkitMaskImage, content, display }) =>
    webkitMaskImage !== 'none' && !['none', 'normal'].includes(content) && display !== 'none';
  return [...document.querySelectorAll('body *')].filter((one) => {
    const icon = getComputedStyle(one, '::before');
    return one.checkVisibility() && isMask(icon) && icon.backgroundColor === canvas;
  }).map((one) => `no icon: ${one.localName}.${one.className} in ${one.parentElement.className}`);
}"""


def small_targets(page):
    """Return what a thumb would miss."""
    before = page.viewport_size
    page.set_viewport_size({**before, "height": 9000})  # all of it is on the screen
    found = page.evaluate(SMALL.replace("THUMB", str(THUMB)))
    page.set_viewport_size(before)
    return found


def unseen_icons(page):
    """Return the icons that are not there where the system's colours stand in the place of ours."""
    page.emulate_media(forced_colors="active")
    found = page.evaluate(UNSEEN)
    page.emulate_media(forced_colors="none")
    return found


def misfits(page):
    """Return what does not fit a page on a narrow screen, as it is set and with its text spaced out."""
    before = page.viewport_size
    page.set_viewport_size(NARROW)
    found = [f"320 px: {misfit}" for misfit in page.evaluate(OUTSIDE)]
    page.evaluate(SPACED)
    found += [f"spaced: {misfit}" for misfit in page.evaluate(OUTSIDE)]
    page.evaluate(PLAIN)
    page.set_viewport_size(before)
    return found

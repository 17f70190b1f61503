"""What the browser measures on a page, as expressions for `page.evaluate`, and axe."""

import json
from pathlib import Path

AXE = (Path(__file__).parent / "axe.min.js").read_text()

# The area that answers a finger: a field inside a label answers wherever the label is touched.
# Links inside a sentence are left out, as WCAG 2.5.8 does.
SMALL_TARGETS = """least => [...document.querySelectorAll(
    'a[href], button, input:not([type=hidden]), select, textarea, summary')].filter(one => {
  if (one.closest('.skip, .sr-only, [hidden]') || !one.checkVisibility()) return false;
  if (one.tagName === 'A' && getComputedStyle(one).display === 'inline') return false;
  const box = (one.closest('label') ?? one).getBoundingClientRect();
  return box.width > 0 && (box.width < least - .5 || box.height < least - .5);
}).map(one => one.outerHTML.slice(0, 120) + JSON.stringify(one.getBoundingClientRect()))"""

# Words that stick out of the page, or out of a box that cuts them off. A table may scroll in its own box.
CUT_OFF = """() => [...document.querySelectorAll('body *')].filter(one => {
  if (one.closest('.skip, .sr-only, .filters, .table-cards thead, svg, input, textarea, [hidden]') || !one.checkVisibility()) return false;
  const box = one.getBoundingClientRect();
  if (box.width && (box.right > innerWidth + 1 || box.left < -1) && !one.closest('.table-wrap, pre')) return true;
  const style = getComputedStyle(one);
  return ['hidden', 'clip'].includes(style.overflowX) && one.scrollWidth > one.clientWidth + 1;
}).map(one => one.outerHTML.slice(0, 160))"""

# Two pieces of text that lie on each other in the fixed bars.
COLLIDING_TABS = """() => { const tabs = [...document.querySelectorAll('.tabbar a')].filter(a => a.checkVisibility());
  return tabs.filter(a => a.scrollWidth > a.clientWidth + 1).map(a => a.textContent.trim()); }"""

SMALL_LETTERS = """() => { const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT), found = [];
  while (walk.nextNode()) { const one = walk.currentNode.parentElement;
    if (walk.currentNode.textContent.trim() && one.checkVisibility() && !one.closest('.sr-only, .count')
        && parseFloat(getComputedStyle(one).fontSize) < 18) found.push(one.outerHTML.slice(0, 120)); }
  return found; }"""

WIDTH = "() => document.documentElement.scrollWidth"
MOVING = "() => document.getAnimations().length"
HELPED = "() => document.querySelector('.help-line')?.checkVisibility() ?? false"

_SERIOUS = """options => 'axe' in window ? axe.run(document, {resultTypes: ['violations'], ...options}).then(result => result.violations
  .filter(one => ['serious', 'critical'].includes(one.impact))
  .map(one => [one.id, one.impact, one.nodes.map(node => node.html.slice(0, 160))])) : null"""
_WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]


def serious(page, *, rules=None):
    """What axe finds serious or critical; `rules`: only these of its rules."""
    only = {"type": "rule", "values": rules} if rules else {"type": "tag", "values": _WCAG}
    asked = {"runOnly": only, "preload": False, "iframes": False}
    if (found := page.evaluate(_SERIOUS, asked)) is None:
        page.evaluate(AXE)
        found = page.evaluate(_SERIOUS, asked)
    return found


def measured(page, **asked):
    """What each of several measures finds, in one question: `small=(SMALL_TARGETS, 44)`."""
    parts = (f"{name}: ({script})({json.dumps(given)})" for name, (script, given) in asked.items())
    return page.evaluate(f"() => ({{{', '.join(parts)}}})")

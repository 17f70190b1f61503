// A sheet's items by keyboard: a digit marks, Enter goes on, Backspace goes back. Used at the counting desk and where a third settles.
const [DIGITS, SCAN_WITHIN] = [10, 500];

export function sheetKeys(form, { over, leave }) {
  const typed = [];
  const items = () => [...form.querySelectorAll("[data-item]")];
  const active = () => document.activeElement?.closest("[data-item]");

  function move(from, by) {
    const next = items()[items().indexOf(from) + by];
    if (next) next.focus();
    else if (by > 0) form.querySelector("button:not([data-leave])").focus();
  }

  function mark(item, digit) {
    const input = item.querySelector(`[data-key="${digit}"]`);
    if (!input) return;
    input.checked = item.dataset.many !== "yes" || !input.checked;
    if (item.dataset.many !== "yes") move(item, 1);
  }

  // A scanner that types the next number into an unsaved sheet must not mark anything on it.
  function scannedOver() {
    const last = typed.slice(-DIGITS);
    return last.length === DIGITS && last[DIGITS - 1] - last[0] < SCAN_WITHIN;
  }

  function press(event) {
    if (event.key === "Escape") return leave();
    if (event.target.matches("select, input[name=words]") || event.ctrlKey || event.metaKey || event.altKey) return undefined;
    const item = active();
    if (/^[0-9]$/.test(event.key)) {
      typed.push(event.timeStamp);
      if (item) mark(item, event.key);
    } else if (event.key === "Enter") {
      if (scannedOver()) {
        over();
        items()[0].focus();
      } else if (item) move(item, 1);
      else return undefined;
      typed.length = 0;
    } else if (event.key === "Backspace") move(item ?? items().at(-1), item ? -1 : 0);
    else return undefined;
    event.preventDefault();
    return undefined;
  }

  form.addEventListener("keydown", press);
  return { items, forget: () => { typed.length = 0; } };
}

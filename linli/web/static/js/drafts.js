// Keeps what was typed in a form[data-draft] on this device until it is sent. Never passwords, codes, files or hidden
// fields. A draft belongs to one signed-in person, lives a week, and all drafts go when he signs out.
const PREFIX = "linli-draft:";
const WEEK = 7 * 24 * 3600 * 1000;
const SKIP = new Set(["password", "file", "hidden", "submit", "button"]);

const kept = (field) => field.name && !SKIP.has(field.type) && field.autocomplete !== "one-time-code";

function read(key) {
  try {
    const draft = JSON.parse(localStorage.getItem(key));
    return draft && Date.now() - draft.at < WEEK ? draft : null;
  } catch {
    return null;
  }
}

function write(key, draft) {
  try {
    if (draft) localStorage.setItem(key, JSON.stringify(draft));
    else localStorage.removeItem(key);
  } catch { /* storage is full or forbidden: the form itself still works */ }
}

function drafts() {
  try {
    return Object.keys(localStorage).filter((key) => key.startsWith(PREFIX));
  } catch {
    return [];
  }
}

const values = (form) => [...form.elements].filter(kept).map((field) => [
  field.name, field.type === "radio" || field.type === "checkbox" ? [field.value, field.checked] : field.value,
]);

function fill(form, pairs) {
  for (const [name, value] of pairs) {
    for (const field of form.elements) {
      if (field.name !== name || !kept(field)) continue;
      if (Array.isArray(value)) {
        if (field.value === value[0]) field.checked = value[1];
      } else if (field.type !== "radio" && field.type !== "checkbox") field.value = value;
    }
  }
}

function tell(form, forget) {
  const notice = document.createElement("div");
  notice.className = "notice";
  notice.setAttribute("role", "status");
  const text = document.createElement("div");
  text.textContent = "上次没有发出的内容已经填好。 ";
  const button = Object.assign(document.createElement("button"), {
    type: "button", className: "btn btn-small btn-outline", textContent: "清空重填",
  });
  button.addEventListener("click", () => { forget(); notice.remove(); form.querySelector(".input")?.focus(); });
  text.append(button);
  notice.append(text);
  form.prepend(notice);
}

function keep(form, key) {
  const untouched = JSON.stringify(values(form));
  const answered = form.querySelector("[aria-invalid], .error-summary");
  const draft = read(key);
  if (draft && !answered && JSON.stringify(draft.values) !== untouched) {
    fill(form, draft.values);
    tell(form, () => { write(key, null); form.reset(); });
  }
  let timer;
  const save = () => {
    const now = values(form);
    write(key, JSON.stringify(now) === untouched && !answered ? null : { at: Date.now(), values: now });
  };
  form.addEventListener("input", () => { clearTimeout(timer); timer = setTimeout(save, 400); });
  form.addEventListener("submit", () => {
    clearTimeout(timer);
    write(key, { at: Date.now(), values: values(form), sent: true });
  });
}

export function keepDrafts(owner) {
  const forms = [...document.querySelectorAll("form[data-draft]")];
  const here = new Set(forms.map((form) => `${PREFIX}${owner}:${form.dataset.draft}`));
  for (const key of drafts()) {
    const draft = read(key);
    // Another page of the same person came after sending, so it arrived. The same form again, a refusal or the way to
    // sign in mean that it did not: keep it.
    const refused = !owner || document.querySelector(".result-bad");
    if (!draft || (draft.sent && !refused && !here.has(key))) write(key, null);
    else if (draft.sent && refused) write(key, { ...draft, sent: false });
  }
  for (const form of forms) keep(form, `${PREFIX}${owner}:${form.dataset.draft}`);
  for (const form of document.querySelectorAll("form[data-sign-out]")) {
    form.addEventListener("submit", () => drafts().forEach((key) => write(key, null)));
  }
}

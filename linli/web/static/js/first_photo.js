// Starting a report from a photo: it waits on this device through signing in and choosing a category, and is then put
// into the form's field. It goes with the report, when the person signs out (app.js), or after an hour.
const DATABASE = "linli-first-photo";
const KEPT_FOR = 3600 * 1000;

function shelf(mode, act) {
  return new Promise((done, failed) => {
    const asked = indexedDB.open(DATABASE, 1);
    asked.onupgradeneeded = () => asked.result.createObjectStore("photo");
    asked.onerror = () => failed(asked.error);
    asked.onsuccess = () => {
      const turn = asked.result.transaction("photo", mode);
      const found = act(turn.objectStore("photo"));
      turn.oncomplete = () => { asked.result.close(); done(found.result); };
      turn.onerror = () => { asked.result.close(); failed(turn.error); };
    };
  });
}

const keep = (file) => shelf("readwrite", (store) => store.put({ file, at: Date.now() }, "first"));
const forget = () => shelf("readwrite", (store) => store.delete("first"));

async function kept() {
  const found = await shelf("readonly", (store) => store.get("first"));
  if (!found) return null;
  if (Date.now() - found.at < KEPT_FOR) return found.file;
  await forget();
  return null;
}

for (const start of document.querySelectorAll("[data-first-photo]")) {
  start.hidden = false;
  start.querySelector("input").addEventListener("change", async (event) => {
    const [file] = event.target.files;
    if (!file) return;
    try {
      await keep(file);
      location.assign(start.dataset.firstPhoto);
    } catch {
      start.querySelector("[data-first-said]").textContent = "这台手机留不住照片，请先选类别，再在表里拍照。";
    }
  });
}

const form = document.querySelector("form[data-send]");
const told = document.querySelector("[data-first-kept]");
if (form || told) {
  kept().then((file) => {
    if (told) told.hidden = !file;
    const input = form?.querySelector("[data-photos] input[type=file]");
    if (!file || !input || input.files.length) return;
    const parcel = new DataTransfer();
    parcel.items.add(file);
    input.files = parcel.files;
    input.dispatchEvent(new Event("change", { bubbles: true }));
    form.addEventListener("submit", () => { forget(); });
  }).catch(() => {}); // a device that keeps nothing: the photo is chosen in the form
}

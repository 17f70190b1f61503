// Sends a form[data-send] with its photos and shows how far it is. Where the network is gone, the whole form stays on
// this device and goes out by itself when it is back: once, because its word of `once` stays with it, and the server
// answers the same word the same way. Parcels belong to one signed-in person, and go when that person signs out.
// Without this module the form is sent by the browser as any other.
const DATABASE = "linli-waiting";
const MARK = "linli-waiting";
const AGAIN = 15 * 1000;
const SAFE_FOR = 20 * 3600 * 1000; // the server remembers a word of `once` for a day

const meta = (name) => document.querySelector(`meta[name="${name}"]`)?.content ?? "";
const owner = () => meta("draft-owner");

function database() {
  return new Promise((done, failed) => {
    const asked = indexedDB.open(DATABASE, 1);
    asked.onupgradeneeded = () => asked.result.createObjectStore("parcels", { keyPath: "once" });
    asked.onsuccess = () => done(asked.result);
    asked.onerror = () => failed(asked.error);
  });
}

async function store(mode, act) {
  const opened = await database();
  try {
    return await new Promise((done, failed) => {
      const asked = act(opened.transaction("parcels", mode).objectStore("parcels"));
      asked.onsuccess = () => done(asked.result);
      asked.onerror = () => failed(asked.error);
    });
  } finally {
    opened.close();
  }
}

const put = async (parcel) => {
  await store("readwrite", (shelf) => shelf.put(parcel));
  localStorage.setItem(MARK, "yes");
};
const drop = async (once) => {
  await store("readwrite", (shelf) => shelf.delete(once));
  if (!(await waiting()).length) localStorage.removeItem(MARK);
};
const waiting = () => store("readonly", (shelf) => shelf.getAll());

class NoNetwork extends Error {}

// Posts a parcel; returns where it led and the page that came. Throws NoNetwork where nothing came back.
function post(parcel, token, tell = () => {}) {
  const body = new FormData();
  for (const [name, value] of parcel.fields) body.append(name, value);
  body.set("csrf_token", token);
  return new Promise((done, failed) => {
    const request = new XMLHttpRequest();
    request.open("POST", parcel.action);
    request.setRequestHeader("Accept", "text/html");
    request.upload.onprogress = (event) => {
      if (!parcel.tried) put(Object.assign(parcel, { tried: Date.now() })).catch(() => {});
      if (event.lengthComputable) tell(Math.floor((event.loaded / event.total) * 100));
    };
    request.onload = () => {
      if (request.status >= 502) failed(new NoNetwork());
      else done({ status: request.status, url: request.responseURL, text: request.responseText });
    };
    request.onerror = request.ontimeout = request.onabort = () => failed(new NoNetwork());
    request.send(body);
  });
}

const arrived = (answer) => answer.status < 400 && !new URL(answer.url).pathname.startsWith("/sign-in");

function parcelOf(form) {
  const fields = [...new FormData(form)].filter(([name, value]) =>
    name !== "csrf_token" && name !== "sure" && !(value instanceof File && !value.size && !value.name));
  fields.push(["sure", "yes"]); // what is open nearby was shown while the place was being typed
  const what = form.dataset.send || "报事";
  return { once: form.elements.once.value, owner: owner(), action: form.action, what, at: Date.now(), fields };
}

// What the server refused comes back as the same form with words beside the fields; chosen photos stay where they are.
function showAgain(form, page) {
  const fresh = new DOMParser().parseFromString(page, "text/html").querySelector("form[data-send]");
  if (!fresh) return false;
  const photos = form.querySelector("[data-photos]");
  const place = fresh.querySelector("[data-photos]");
  if (photos && place) place.replaceWith(photos);
  const kept = form.querySelectorAll("[data-keep]");
  fresh.querySelectorAll("[data-keep]").forEach((one, at) => kept[at] && one.replaceWith(kept[at]));
  form.replaceChildren(...fresh.childNodes);
  form.dispatchEvent(new Event("shown-again"));
  form.querySelector("#error-summary")?.focus();
  return true;
}

function equip(form) {
  const panel = () => form.querySelector("[data-sending]");
  const say = (text, percent) => {
    panel().hidden = false;
    panel().querySelector("[data-said]").textContent = text;
    const bar = panel().querySelector("progress");
    bar.hidden = percent === undefined;
    if (percent !== undefined) bar.value = percent;
  };
  let busy = false;

  form.addEventListener("submit", async (event) => {
    if (form.matches("[aria-busy]") || form.querySelector("[data-photos][aria-busy]")) {
      event.preventDefault();
      say("照片还在处理，马上就好，请再点一次提交。");
      return;
    }
    event.preventDefault();
    if (busy) return;
    busy = true;
    const button = form.querySelector("button[type=submit]");
    button?.setAttribute("aria-disabled", "true");
    const parcel = parcelOf(form);
    try {
      await put(parcel);
      say("正在提交…", 0);
      const answer = await post(parcel, meta("csrf-token"), (percent) => {
        say(percent < 100 ? `正在上传 ${percent}%` : "已上传，正在登记…", percent);
      });
      await drop(parcel.once);
      if (arrived(answer)) return location.assign(answer.url);
      if (!showAgain(form, answer.text)) location.assign(answer.url);
    } catch (fault) {
      if (fault instanceof NoNetwork) {
        say("现在没有网络。内容和照片已存在这台手机上，连上网会自动发出，只发一次；可以先关掉页面。");
        later();
      } else {
        form.submit(); // this device keeps nothing (private mode): send it the plain way
        return;
      }
    }
    busy = false;
    button?.removeAttribute("aria-disabled");
  });
}

// Sends what waits. A fresh page gives the token of the form, and tells whether the person is still signed in.
let flushing = false;
async function flush() {
  if (flushing || !owner()) return;
  flushing = true;
  try {
    for (const parcel of await waiting()) {
      if (parcel.owner !== owner()) continue;
      if (parcel.tried && Date.now() - parcel.tried > SAFE_FOR) {
        await drop(parcel.once);
        toast(`有一件${parcel.what}可能没有发出，点这里核对，没有的话请再交一次`, parcel.action.replace(/\/new\/.*$/, ""));
        continue;
      }
      const page = await fetch(parcel.action, { headers: { Accept: "text/html" } });
      if (page.redirected || page.status >= 500) break;
      const token = new DOMParser().parseFromString(await page.text(), "text/html")
        .querySelector('meta[name="csrf-token"]')?.content;
      const answer = await post(parcel, token ?? meta("csrf-token"));
      await drop(parcel.once);
      tellSent(parcel, answer);
    }
  } catch { /* still no network: the next turn tries again */ } finally {
    flushing = false;
  }
  if (localStorage.getItem(MARK)) later();
}

function tellSent(parcel, answer) {
  const form = document.querySelector("form[data-send]");
  if (form && form.elements.once.value === parcel.once) {
    if (arrived(answer) || !showAgain(form, answer.text)) location.assign(answer.url);
    return;
  }
  if (arrived(answer)) toast(`没网时写的${parcel.what}已经发出，点这里看`, answer.url);
  else toast(`没网时写的${parcel.what}还差一点，点这里补上`, parcel.action);
}

function toast(text, href) {
  const shown = Object.assign(document.createElement("div"), { className: "toast" });
  shown.setAttribute("role", "status");
  shown.append(Object.assign(document.createElement("a"), { href, textContent: text }));
  document.body.append(shown);
}

let timer;
function later() {
  clearTimeout(timer);
  timer = setTimeout(flush, AGAIN);
}

document.querySelectorAll("form[data-send]").forEach(equip);
addEventListener("online", flush);
for (const form of document.querySelectorAll("form[data-sign-out]")) {
  form.addEventListener("submit", () => {
    for (const name of [DATABASE, "linli-visits"]) indexedDB.deleteDatabase(name);
    caches?.delete("linli-visits");
    localStorage.removeItem(MARK);
  });
}
if (localStorage.getItem(MARK)) flush();

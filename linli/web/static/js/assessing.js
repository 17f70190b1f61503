// The assessor's round on a phone: large steps, photos with their time and place, and everything kept on the device
// (words and photos, in IndexedDB) until it was sent. sending.js sends it, once. Without this module the page is a form.
import { shrink, small } from "./photos.js";

const DATABASE = "linli-visits";
const SETTLE = 400;

const form = document.querySelector("form[data-round]");
const owner = document.querySelector('meta[name="draft-owner"]')?.content ?? "";

function database() {
  return new Promise((done, failed) => {
    const asked = indexedDB.open(DATABASE, 1);
    asked.onupgradeneeded = () => asked.result.createObjectStore("rounds", { keyPath: "id" });
    asked.onsuccess = () => done(asked.result);
    asked.onerror = () => failed(asked.error);
  });
}

async function shelf(mode, act) {
  const opened = await database();
  try {
    return await new Promise((done, failed) => {
      const asked = act(opened.transaction("rounds", mode).objectStore("rounds"));
      asked.onsuccess = () => done(asked.result);
      asked.onerror = () => failed(asked.error);
    });
  } finally {
    opened.close();
  }
}

const shots = () => [...form.querySelectorAll("[data-shot]")];
const file = (block) => block.querySelector("input[type=file]");
const named = (block, end) => block.querySelector(`[name="photo${block.dataset.number}.${end}"]`);

let timer;
function keep() {
  clearTimeout(timer);
  delete form.dataset.kept;
  const mine = timer = setTimeout(async () => {
    const fields = [...new FormData(form)].filter(([name, value]) =>
      name !== "csrf_token" && name !== "once" && !(value instanceof File && !value.size));
    try {
      await shelf("readwrite", (rounds) => rounds.put({ id: form.dataset.round, owner, fields }));
      if (mine === timer) form.dataset.kept = "yes";
    } catch { /* this device keeps nothing (private mode) */ }
  }, SETTLE);
}

// A clock in Shanghai, as the field for a time wants it.
function here() {
  return new Date(Date.now() + 8 * 3600 * 1000).toISOString().slice(0, 16);
}

function give(input, photo) {
  const parcel = new DataTransfer();
  parcel.items.add(photo);
  input.files = parcel.files;
}

async function show(block, photo) {
  const { file: smaller, picture } = await shrink(photo);
  give(file(block), smaller);
  block.querySelector("[data-thumb]").replaceChildren(...(picture ? [small(picture)] : [smaller.name]));
}

function locate(block) {
  const said = block.querySelector("[data-located]");
  navigator.geolocation?.getCurrentPosition(({ coords }) => {
    named(block, "latitude").value = coords.latitude.toFixed(6);
    named(block, "longitude").value = coords.longitude.toFixed(6);
    said.textContent = "已定位";
    keep();
  }, () => { said.textContent = "没有定位，请选位置或写清楚"; }, { enableHighAccuracy: true, timeout: 15000 });
}

async function taken(block) {
  const photo = file(block).files[0];
  if (!photo) return;
  form.setAttribute("aria-busy", "true");
  if (!named(block, "taken_at").value) named(block, "taken_at").value = here();
  await show(block, photo);
  form.removeAttribute("aria-busy");
  locate(block);
  keep();
}

function nextNumber() {
  return Math.max(...shots().map((block) => Number(block.dataset.number))) + 1;
}

function add(stop) {
  const first = stop.querySelector("[data-shot]");
  if (first.hidden) {
    first.hidden = false;
    return first;
  }
  return copied(first, nextNumber());
}

function copied(first, number) {
  const block = first.cloneNode(true);
  const old = first.dataset.number;
  block.dataset.number = number;
  for (const part of block.querySelectorAll("[name], [id], [for]")) {
    for (const mark of ["name", "id", "for"]) {
      const value = part.getAttribute(mark);
      if (value) part.setAttribute(mark, value.replace(`photo${old}`, `photo${number}`));
    }
  }
  for (const input of block.querySelectorAll("input")) {
    if (input.type === "checkbox") input.checked = input.defaultChecked;
    else input.value = "";
  }
  block.querySelector("[data-thumb]").replaceChildren();
  block.querySelector("[data-located]").textContent = "";
  first.parentElement.append(block);
  return block;
}

async function restore() {
  const kept = await shelf("readonly", (rounds) => rounds.get(form.dataset.round));
  if (!kept || kept.owner !== owner) return;
  for (const [name, value] of kept.fields.filter(([, one]) => one instanceof Blob)) {
    const number = name.replace("photo", "");
    let block = form.querySelector(`[data-shot][data-number="${number}"]`);
    if (!block) {
      const code = kept.fields.find(([one]) => one.startsWith(`photo${number}.`) && /\.[A-Z]/.test(one))?.[0].split(".")[1];
      const stop = form.querySelector(`[data-indicator="${code}"]`)?.closest("[data-stop]");
      if (!stop) continue;
      block = copied(stop.querySelector("[data-shot]"), number);
    }
    block.hidden = false;
    await show(block, value);
  }
  for (const [name, value] of kept.fields) {
    if (value instanceof Blob) continue;
    for (const input of form.querySelectorAll(`[name="${CSS.escape(name)}"]`)) {
      if (input.type === "radio" || input.type === "checkbox") input.checked = input.value === value;
      else if (input.type !== "file") input.value = value;
    }
  }
  for (const fold of form.querySelectorAll("details")) {
    fold.open ||= [...fold.querySelectorAll("input")].some((one) => (one.type === "checkbox" ? one.checked : one.value));
  }
}

function equip() {
  for (const button of form.querySelectorAll("[data-step], [data-add]")) button.hidden = false;
  for (const block of shots()) block.hidden ||= !file(block).files.length && !block.querySelector(".bad");
}

async function begin() {
  equip();
  form.addEventListener("click", (event) => {
    const step = event.target.closest("[data-step]");
    if (step) {
      const input = step.closest(".input-row").querySelector("input");
      input.value = Math.max(0, (Number.parseInt(input.value, 10) || 0) + Number(step.dataset.step));
      keep();
    }
    const more = event.target.closest("[data-add]");
    if (more) {
      const block = add(more.closest("[data-stop]"));
      block.scrollIntoView({ block: "nearest" });
      file(block).focus();
    }
  });
  form.addEventListener("change", (event) => {
    const block = event.target.type === "file" && event.target.closest("[data-shot]");
    if (block) taken(block);
    else keep();
  });
  form.addEventListener("input", keep);
  form.addEventListener("shown-again", equip);
  try {
    await restore();
  } catch { /* nothing is kept here */ }
  form.dataset.ready = "yes";
}

const sent = document.querySelector("[data-visit-sent]")?.dataset.visitSent;
if (sent) shelf("readwrite", (rounds) => rounds.delete(sent)).catch(() => {});
if (form) begin();

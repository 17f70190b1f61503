// The counting desk by keyboard: scan, digits, Enter. One request a sheet, and the page stays; without scripts the forms do the same.
import { sheetKeys } from "./sheet_keys.js";

const desk = document.querySelector("[data-counting]");
const scan = desk?.querySelector("[data-scan]");
const keying = desk?.querySelector("[data-keying]");
const keys = keying && sheetKeys(keying, { over: scannedOver, leave });
const waiting = new Map();

const digitsOf = (text) => text.normalize("NFKC").replace(/[^0-9]/g, "");

function tell(text, tone) {
  const box = document.createElement("div");
  box.className = `notice notice-${tone}`;
  box.append(Object.assign(document.createElement("div"), { textContent: text }));
  desk.querySelector("[data-said]").replaceChildren(box);
}

async function ask(path, body) {
  const headers = { Accept: "application/json" };
  if (body) {
    headers["Content-Type"] = "application/json";
    headers["X-CSRF-Token"] = document.querySelector('meta[name="csrf-token"]').content;
    headers["Idempotency-Key"] = crypto.randomUUID();
  }
  const answer = await fetch(desk.dataset.counting + path, { method: body ? "POST" : "GET", headers, body: body && JSON.stringify(body) });
  const found = await answer.json();
  if (!answer.ok) throw Object.assign(new Error(found.detail), { said: found.detail });
  return found;
}

const failed = (error) => tell(error.said ?? "没有连上，请检查网络，再试一次。这一张还没有保存。", "bad");

function clear() {
  for (const input of keying.querySelectorAll("[data-item] input")) input.checked = false;
  keying.elements.fault.value = "";
  keying.elements.words.value = "";
  for (const fold of keying.querySelectorAll("details")) fold.open = false;
}

function scannedOver() {
  clear();
  tell("上一张还没有保存就扫了下一张。这一张请重新录。", "bad");
}

function leave() {
  keying.hidden = true;
  scan.hidden = false;
  scan.elements.serial.value = "";
  scan.elements.serial.focus();
}

function show(serial, label) {
  clear();
  keys.forget();
  keying.elements.serial.value = serial;
  keying.querySelector("[data-house]").textContent = label;
  keying.querySelector("[data-serial]").textContent = `${serial.slice(0, 5)} ${serial.slice(5)}`;
  desk.querySelector("[data-said]").replaceChildren();
  scan.hidden = true;
  keying.hidden = false;
  keys.items()[0].focus();
}

async function find(text) {
  const serial = digitsOf(text);
  if (waiting.has(serial)) return show(serial, waiting.get(serial));
  try {
    const found = await ask(`/desk?serial=${encodeURIComponent(serial)}`);
    show(found.serial, found.label);
  } catch (error) {
    failed(error);
    scan.elements.serial.select();
  }
}

function read() {
  const choices = {};
  for (const input of keying.querySelectorAll("[data-item] input:checked")) {
    if (input.type === "radio") {
      if (input.value) choices[input.name.slice("choice-".length)] = input.value;
    } else {
      const [number, name] = input.value.split(/:(.*)/s);
      (choices[number] ??= []).push(name);
    }
  }
  const fault = keying.elements.fault.value || null;
  return { serial: keying.elements.serial.value, choices: fault ? {} : choices, fault, words: keying.elements.words.value };
}

function unanswered() {
  if (keying.elements.fault.value) return undefined;
  return keys.items().find((item) => item.dataset.many !== "yes" && !item.querySelector("input:checked"));
}

async function save() {
  const open = unanswered();
  if (open) {
    tell("这一项还没有录。票上空白的，按 0。", "wait");
    return open.focus();
  }
  if (keying.dataset.busy) return undefined;
  keying.dataset.busy = "yes";
  try {
    const said = read();
    const done = await ask("/keyings", said);
    waiting.delete(said.serial);
    tell(done.said, done.sheet.state === "differing" ? "wait" : "good");
    for (const figure of desk.querySelectorAll("[data-figure]")) {
      figure.textContent = figure.dataset.figure === "waiting" ? waiting.size : done.progress[figure.dataset.figure];
    }
    for (const pack of done.batches) {
      const cell = desk.querySelector(`[data-pack="${pack.id}"]`);
      if (cell) cell.textContent = pack.settled;
    }
    leave();
  } catch (error) {
    failed(error);
  } finally {
    delete keying.dataset.busy;
  }
  return undefined;
}

if (scan && keying) {
  keying.querySelector("[data-keys]").hidden = false;
  scan.addEventListener("submit", (event) => {
    event.preventDefault();
    find(scan.elements.serial.value);
  });
  keying.addEventListener("submit", (event) => {
    if (keying.elements.scan.files.length) return;
    event.preventDefault();
    save();
  });
  keying.querySelector("[data-leave]").addEventListener("click", (event) => {
    event.preventDefault();
    leave();
  });
  ask("/waiting").then((found) => {
    for (const one of found.items) waiting.set(one.serial, one.label);
  }).catch(() => {});
  if (!keying.hidden) keys.items()[0].focus();
}

// What every page gets: sending once, warning before the session ends, drafts, dialogs, offline shell.
// Without scripts all pages still work.
import { keepDrafts } from "./drafts.js";
import { countDown } from "./countdown.js";

const root = document.documentElement;
const meta = (name) => document.querySelector(`meta[name="${name}"]`)?.content ?? "";

// A form is sent once; the second tap does nothing. Coming back by the back button makes it ready again.
function sendOnce() {
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (event.defaultPrevented) return;
    if (form.dataset.sent) return event.preventDefault();
    form.dataset.sent = "yes";
    const button = event.submitter;
    if (!button) return;
    button.dataset.busy = "yes";
    button.setAttribute("aria-disabled", "true");
  });
  addEventListener("pageshow", () => {
    for (const form of document.querySelectorAll("form[data-sent]")) {
      delete form.dataset.sent;
      for (const button of form.querySelectorAll("[data-busy]")) {
        delete button.dataset.busy;
        button.removeAttribute("aria-disabled");
      }
    }
  });
}

// The summary of what is wrong takes the focus; its links go to the field itself.
function showFaults() {
  const summary = document.getElementById("error-summary");
  if (!summary) return;
  summary.focus();
  summary.addEventListener("click", (event) => {
    const field = document.getElementById(event.target.closest("a")?.hash.slice(1));
    if (!field) return;
    event.preventDefault();
    field.focus();
    (field.closest(".field") ?? field).scrollIntoView({ block: "center" });
  });
}

export function say(text) {
  const toast = Object.assign(document.createElement("div"), { className: "toast", textContent: text });
  toast.setAttribute("role", "status");
  document.body.append(toast);
  setTimeout(() => toast.remove(), 6000);
}

function warnBeforeEnd() {
  const warning = document.getElementById("session-warning");
  if (!warning) return;
  const early = 2 * 60 * 1000;
  let timer;
  const wait = (ends) => {
    clearTimeout(timer);
    const left = Date.parse(ends) - early - Date.now();
    timer = setTimeout(() => { warning.hidden = false; }, Math.max(0, Math.min(left, 2 ** 31 - 1)));
  };
  wait(warning.dataset.ends);
  warning.querySelector("button").addEventListener("click", async () => {
    try {
      const answer = await fetch(warning.dataset.extend, {
        method: "POST", headers: { "X-CSRF-Token": meta("csrf-token"), Accept: "application/json" },
      });
      if (!answer.ok) throw new Error(String(answer.status));
      warning.hidden = true;
      wait((await answer.json()).ends_at);
      say("好的，可以继续使用。");
    } catch {
      say("没有连上，请检查网络，或保存后重新登录。");
    }
  });
}

// In elder mode nothing pops up: the link's own page opens.
function openDialogs() {
  if (root.dataset.mode === "elder") return;
  document.addEventListener("click", (event) => {
    const opener = event.target.closest("[data-dialog]");
    const dialog = opener && document.getElementById(opener.dataset.dialog);
    if (dialog?.showModal) {
      event.preventDefault();
      dialog.showModal();
    }
    if (event.target.closest("[data-dialog-close]")) event.target.closest("dialog").close();
  });
}

function shareAndReload() {
  for (const button of document.querySelectorAll("[data-share]")) button.hidden = false;
  document.addEventListener("click", async (event) => {
    if (event.target.closest("[data-reload]")) {
      event.preventDefault();
      location.reload();
    }
    if (event.target.closest("[data-print]")) print();
    const button = event.target.closest("[data-share]");
    if (!button) return;
    const what = { title: document.title, url: new URL(button.dataset.share || location.href, location.href).href };
    try {
      if (navigator.share) await navigator.share(what);
      else {
        await navigator.clipboard.writeText(what.url);
        say("链接已复制，可以粘贴到微信。");
      }
    } catch (error) {
      if (error.name !== "AbortError") say("没有分享成功，请截图或复制地址栏里的链接。");
    }
  });
}

function nameChosenFiles() {
  for (const picker of document.querySelectorAll("[data-file]")) {
    const name = picker.querySelector("[data-file-name]");
    picker.querySelector("input").addEventListener("change", (event) => {
      const [file] = event.target.files;
      name.textContent = file ? `${file.name}（${Math.max(1, Math.round(file.size / 1024))} KB）` : "选择文件";
    });
  }
}

function standWithoutNetwork() {
  const worker = document.querySelector("script[data-worker]")?.dataset.worker;
  if (worker && "serviceWorker" in navigator && isSecureContext) {
    navigator.serviceWorker.register(worker, { scope: "/" }).catch(() => {});
  }
}

// A report that was written without network goes out from whatever page is open when it is back.
function sendWhatWaits() {
  try {
    if (localStorage.getItem("linli-waiting")) import("./sending.js");
  } catch { /* no storage, so nothing waits */ }
}

// A photo that was taken before choosing a category (first_photo.js) goes with the person.
function forgetPhoto() {
  for (const form of document.querySelectorAll("form[data-sign-out]")) {
    form.addEventListener("submit", () => { indexedDB.deleteDatabase("linli-first-photo"); });
  }
}

sendOnce();
forgetPhoto();
showFaults();
warnBeforeEnd();
openDialogs();
shareAndReload();
nameChosenFiles();
keepDrafts(meta("draft-owner"));
countDown();
standWithoutNetwork();
sendWhatWaits();

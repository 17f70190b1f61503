// A roll call's answer without a network: kept on the device with its moment, sent once there is one again.
const KEY = `linli-rollcall:${location.pathname}`;
const said = document.querySelector("[data-rollcall-said]");
const token = document.querySelector('meta[name="csrf-token"]')?.content;

function say(text) {
  said.textContent = text;
  said.hidden = false;
}

async function send({ to, body, once }) {
  const headers = { "Content-Type": "application/json", "X-CSRF-Token": token, "Idempotency-Key": once };
  return fetch(to, { method: "POST", headers, body: JSON.stringify(body) });
}

async function sendKept() {
  const kept = JSON.parse(localStorage.getItem(KEY) ?? "null");
  if (!kept) return;
  try {
    const answer = await send(kept);
    if (answer.status >= 500) return;
    localStorage.removeItem(KEY);
    if (answer.ok) location.reload();
    else say("您的回答没有发出去，请再点一次，或者打电话。");
  } catch {
    say("还没有网络。您的回答已经记在手机里，有网会自动发出。");
  }
}

for (const form of document.querySelectorAll("[data-rollcall]")) {
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const { unit_id, need } = Object.fromEntries(new FormData(form));
    const body = { unit_id, need, state: event.submitter.value, said_at: new Date().toISOString() };
    localStorage.setItem(KEY, JSON.stringify({ to: form.dataset.rollcall, body, once: crypto.randomUUID() }));
    await sendKept();
  });
}

addEventListener("online", sendKept);
sendKept();

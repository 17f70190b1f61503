// The offline shell: style, scripts, icons and the offline page. Pages themselves are personal and never kept, but for
// an assessor's round: it is taken into courtyards without a network, and goes when the assessor signs out.
// Served as /sw.js?v=RELEASE, so a new release brings a new worker and a new store.
const STORE = `linli-shell-${new URL(self.location.href).searchParams.get("v") ?? "0"}`;
const OFFLINE = "/offline";
const VISITS = "linli-visits";
const ROUND = /^\/work\/e\/[^/]+\/assessments\/[^/]+$/;
const SHELL = [
  OFFLINE,
  ...["tokens", "base", "components", "rating"].map((name) => `/static/css/${name}.css`),
  ...["app", "drafts", "countdown", "assessing", "photos", "sending"].map((name) => `/static/js/${name}.js`),
  "/static/vendor/tabler/sprite.svg",
  "/static/icons/mark-192.png",
];

self.addEventListener("install", (event) => {
  event.waitUntil(caches.open(STORE).then((store) => store.addAll(SHELL)).then(() => self.skipWaiting()));
});

self.addEventListener("activate", (event) => {
  event.waitUntil((async () => {
    for (const name of await caches.keys()) if (name.startsWith("linli-") && name !== STORE && name !== VISITS) await caches.delete(name);
    await self.clients.claim();
  })());
});

// Style and scripts: from the network, so a new release is never mixed with an old one; kept copy when there is none.
async function part(request) {
  try {
    return await fetch(request);
  } catch (error) {
    const copy = await caches.match(request, { ignoreSearch: true });
    if (copy) return copy;
    throw error;
  }
}

async function page(request) {
  try {
    return await fetch(request);
  } catch {
    return (await caches.match(OFFLINE)) ?? Response.error();
  }
}

async function round(request) {
  const store = await caches.open(VISITS);
  try {
    const answer = await fetch(request);
    if (answer.ok && !answer.redirected) await store.put(request, answer.clone());
    return answer;
  } catch {
    return (await store.match(request)) ?? (await caches.match(OFFLINE)) ?? Response.error();
  }
}

self.addEventListener("fetch", (event) => {
  const { request } = event;
  if (request.method !== "GET" || new URL(request.url).origin !== self.location.origin) return;
  const { pathname } = new URL(request.url);
  if (request.mode === "navigate") event.respondWith(ROUND.test(pathname) ? round(request) : page(request));
  else if (pathname.startsWith("/static/")) event.respondWith(part(request));
});

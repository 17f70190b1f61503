// The offline shell: style, scripts, icons and the offline page. Pages themselves are personal and never kept.
// Served as /sw.js?v=RELEASE, so a new release brings a new worker and a new store.
const STORE = `linli-shell-${new URL(self.location.href).searchParams.get("v") ?? "0"}`;
const OFFLINE = "/offline";
const SHELL = [
  OFFLINE,
  ...["tokens", "base", "components"].map((name) => `/static/css/${name}.css`),
  ...["app", "drafts", "countdown"].map((name) => `/static/js/${name}.js`),
  "/static/vendor/tabler/sprite.svg",
  "/static/icons/mark-192.png",
];

self.addEventListener("install", (event) => {
  event.waitUntil(caches.open(STORE).then((store) => store.addAll(SHELL)).then(() => self.skipWaiting()));
});

self.addEventListener("activate", (event) => {
  event.waitUntil((async () => {
    for (const name of await caches.keys()) if (name.startsWith("linli-") && name !== STORE) await caches.delete(name);
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

self.addEventListener("fetch", (event) => {
  const { request } = event;
  if (request.method !== "GET" || new URL(request.url).origin !== self.location.origin) return;
  if (request.mode === "navigate") event.respondWith(page(request));
  else if (new URL(request.url).pathname.startsWith("/static/")) event.respondWith(part(request));
});

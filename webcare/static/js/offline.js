// Without a network a reload shows our own page instead of the browser's; nothing personal is kept for it.
const KEPT = "webcare-offline-2";
const PAGE = "/offline";
const STYLES = /href="([^"]+\.css)"/g; // collected files carry their content in their names, so only the page knows them

const keep = async () => {
  const cache = await caches.open(KEPT);
  const page = await fetch(PAGE, { cache: "reload" });
  if (!page.ok) throw new Error(`${PAGE}: ${page.status}`);
  const text = await page.clone().text();
  await cache.addAll([...text.matchAll(STYLES)].map(([, address]) => address));
  await cache.put(PAGE, page);
};

self.addEventListener("install", (event) => {
  event.waitUntil(keep().then(() => self.skipWaiting()));
});

self.addEventListener("activate", (event) => {
  event.waitUntil(caches.keys().then((names) => Promise.all(names.filter((name) => name !== KEPT).map((name) => caches.delete(name)))));
});

self.addEventListener("fetch", (event) => {
  const { request } = event;
  if (request.mode === "navigate") {
    event.respondWith(fetch(request).catch(() => caches.match(PAGE)));
  } else if (request.destination === "style") {
    event.respondWith(fetch(request).catch(async () => (await caches.match(request)) || Response.error()));
  }
});

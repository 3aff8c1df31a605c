// Keeps the last Today page and what it is made of, for when the server is out of reach.
const CACHE = "selfgrad-{{ version }}";
const SHELL = {{ shell | tojson }};

self.addEventListener("install", (event) => {
  event.waitUntil(caches.open(CACHE).then((cache) => cache.addAll(SHELL)).then(() => self.skipWaiting()));
});

self.addEventListener("activate", (event) => {
  const old = (names) => Promise.all(names.filter((name) => name !== CACHE).map((name) => caches.delete(name)));
  event.waitUntil(caches.keys().then(old).then(() => self.clients.claim()));
});

self.addEventListener("fetch", (event) => {
  const url = new URL(event.request.url);
  if (event.request.method !== "GET" || url.origin !== location.origin) return;
  if (url.pathname.startsWith("/static/")) event.respondWith(fixed(event.request));
  else if (event.request.mode === "navigate" && !url.searchParams.has("token")) event.respondWith(today(event.request, url));
});

async function fixed(request) {
  return (await caches.match(request)) || fetch(request);
}

async function today(request, url) {
  try {
    const answer = await fetch(request);
    if (answer.ok && !answer.redirected && url.pathname === "/" && !url.search) {
      (await caches.open(CACHE)).put("/", answer.clone());
    }
    if (answer.status === 401) await caches.delete(CACHE);
    return answer;
  } catch (error) {
    const kept = await caches.match("/");
    if (kept) return kept;
    throw error;
  }
}

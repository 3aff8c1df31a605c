// Keeps the last Today page and what it is made of, for when the server is out of reach.
const CACHE = "selfgrad-{{ version }}";
const SHELL = {{ shell | tojson }};

self.addEventListener("install", (event) => {
  event.waitUntil(caches.open(CACHE).then((cache) => cache.addAll(SHELL)).then(() => self.skipWaiting()));
});

self.addEventListener("activate", (event) => {
  const old = (names) => Promise.all(names.filter((name) => name !== CACHE).map((name) => caches.delete(name)));
  event.waitUntil(caches.keys().then(old).then(keep).then(() => self.clients.claim()));
});

self.addEventListener("message", (event) => event.waitUntil(keep()));

// Today as it is now, put away for when the server cannot be reached.
async function keep() {
  try {
    const answer = await fetch("/", { headers: { "X-Kept": "1" } });
    if (answer.ok && !answer.redirected) await (await caches.open(CACHE)).put("/", answer);
  } catch {
    // out of reach: what was put away stays
  }
}

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
    if (answer.ok && url.pathname === "/") self.registration.active?.postMessage("today");
    if (answer.status === 401) await caches.delete(CACHE);
    return answer;
  } catch (error) {
    const kept = await caches.match("/");
    if (kept && url.pathname !== "/") return Response.redirect("/", 302);
    if (kept) return kept;
    throw error;
  }
}

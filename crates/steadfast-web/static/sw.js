// Keeps the app for when there is no network. It never sees what goes to a relay: only files of the list are its own.
const CACHE = 'notes-@VERSION@';
const FILES = "@FILES@";

// A new version waits until nobody has the old one open, or until the person says "use it now".
addEventListener('install', event => event.waitUntil(
  caches.open(CACHE).then(cache => cache.addAll(FILES.map(file => new Request(file, { cache: 'no-cache' }))))
));
addEventListener('message', event => { if (event.data === 'use') skipWaiting(); });
addEventListener('activate', event => event.waitUntil(
  caches.keys()
    .then(names => Promise.all(names.filter(name => name !== CACHE).map(name => caches.delete(name))))
    .then(() => clients.claim())
));
addEventListener('fetch', event => {
  const url = new URL(event.request.url);
  if (event.request.method !== 'GET' || url.origin !== location.origin || url.pathname.startsWith('/v1/')) return;
  const page = url.pathname === '/away' ? '/away.html' : '/index.html';
  const file = FILES.includes(url.pathname) ? url.pathname : page;
  if (event.request.mode !== 'navigate' && file === page) return;
  if (event.request.mode === 'navigate' && url.pathname.includes('.') && file === page) return;
  event.respondWith(caches.open(CACHE).then(cache => cache.match(file)).then(found => found || fetch(event.request)));
});

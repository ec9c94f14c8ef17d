
// ---- What follows is ours, appended to the module that wasm-bindgen made. ----

// Leptos builds static markup from strings of compile time; nothing else may become markup, and only our own files scripts.
if (self.trustedTypes) trustedTypes.createPolicy('default', {
  createHTML: markup => {
    if (/<(script|iframe|object|embed|base|link|meta|style)\b|[\s/]on\w+\s*=|javascript:/i.test(markup)) throw new TypeError('refused markup');
    return markup;
  },
  createScriptURL: url => {
    if (new URL(url, self.location.href).origin !== self.location.origin) throw new TypeError('refused address');
    return url;
  },
});

// The same module in a worker stretches passphrases there, so that the page stays alive meanwhile.
self.startWorker = () => new Worker(import.meta.url, { type: 'module' });

try {
  await __wbg_init({ module_or_path: fetch('@WASM@', { integrity: '@WASM_INTEGRITY@', credentials: 'same-origin' }) });
} catch (error) {
  if (self.document) document.documentElement.classList.add('failed');
  throw error;
}
if (self.document && 'serviceWorker' in navigator) navigator.serviceWorker.register('/sw.js', { scope: '/' });

// Runs before everything else, so that leaving works while the app still loads, and after it failed.
(() => {
  const root = document.documentElement;
  try {
    const theme = localStorage.getItem('theme');
    if (theme === 'light' || theme === 'dark') root.dataset.theme = theme;
  } catch { /* Without storage the theme is the system's. */ }

  // Cover first: what follows may take a moment. Then the app drops its keys, then the page goes.
  const go = () => {
    root.classList.add('covered');
    try { dispatchEvent(new Event('leave')); } finally { location.replace('/away'); }
  };
  const tabs = 'BroadcastChannel' in self ? new BroadcastChannel('leave') : undefined;
  tabs?.addEventListener('message', go);
  self.leavePage = () => { tabs?.postMessage(null); go(); };

  let presses = [];
  addEventListener('keydown', event => {
    if (event.repeat) return;
    // Writing capitals is Shift with another key between; only Shift alone counts.
    presses = event.key === 'Shift' ? [...presses.filter(at => event.timeStamp - at < 1500), event.timeStamp] : [];
    if (presses.length === 3) self.leavePage();
  }, true);

  // A browser may keep a left page alive and show it on Back. It starts anew instead, locked.
  addEventListener('pageshow', event => { if (event.persisted) location.reload(); });
})();

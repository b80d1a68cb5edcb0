// Runs before the first paint, so that a chosen colour scheme does not flash; a module would come too late.
(() => {
  let chosen = null;
  try {
    chosen = localStorage.getItem('hone.theme');
  } catch {
    // storage is switched off: the system's scheme is used
  }
  if (chosen === 'light' || chosen === 'dark') {
    document.documentElement.dataset.theme = chosen;
  }
})();

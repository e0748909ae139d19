// Runs before the first paint, so that the wrong theme is never seen.
(function () {
  var asked = new URLSearchParams(location.search).get('theme');
  var theme = asked;
  try {
    theme = asked || JSON.parse(localStorage.getItem('lapwing') || '{}').theme;
  } catch (_) {
    theme = asked;
  }
  if (theme === 'dark' || theme === 'light') document.documentElement.dataset.theme = theme;
})();

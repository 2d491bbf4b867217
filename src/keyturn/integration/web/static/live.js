// The page works without this file; with it, the part that names a stream follows it by itself.
"use strict";
const part = document.querySelector("[data-live]");
if (part && window.EventSource) {
  const events = new EventSource(part.dataset.live);
  events.addEventListener("doors", () => htmx.trigger(part, "changed"));
  addEventListener("pagehide", () => events.close());
  // Whoever sends a form is on the way to its answer: news of what it does must not lead them elsewhere.
  addEventListener("submit", () => {
    events.close();
    htmx.trigger(part, "htmx:abort");
  });
}

// The page works without this file; with it, it follows the doors by itself.
"use strict";
const doors = document.getElementById("doors");
if (doors && window.EventSource) {
  const events = new EventSource("/doors/events");
  events.addEventListener("doors", () => htmx.trigger(doors, "changed"));
  addEventListener("pagehide", () => events.close());
}

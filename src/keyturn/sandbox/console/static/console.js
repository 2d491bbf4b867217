// The page works without this file; with it, the house moves by itself.
"use strict";
const events = new EventSource("/_sandbox/console/events");
let asking = false, again = false;

async function look() {
  if (asking) { again = true; return; }
  asking = true;
  try {
    const answer = await fetch(location.href, { headers: { accept: "text/html" } });
    const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
    const here = [...document.querySelectorAll("[data-live]")].map((part) => part.id).join();
    if (here !== [...fresh.querySelectorAll("[data-live]")].map((part) => part.id).join()) location.reload();
    for (const part of fresh.querySelectorAll("[data-live]")) {
      const old = document.getElementById(part.id);
      if (part.dataset.live === "pose") old.setAttribute("class", part.getAttribute("class"));
      else if (old.innerHTML !== part.innerHTML && !old.querySelector("details[open]")) old.innerHTML = part.innerHTML;
    }
  } finally {
    asking = false;
    if (again) { again = false; look(); }
  }
}
events.addEventListener("changed", look);
addEventListener("pagehide", () => events.close());

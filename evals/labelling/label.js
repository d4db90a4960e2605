// Keyboard shortcuts, which can be switched off. Without this file everything still works.
"use strict";

const NAME = "label-shortcuts";
const form = document.getElementById("label");
const box = document.getElementById("shortcuts");

if (box) {
  box.checked = localStorage.getItem(NAME) !== "off";
  box.addEventListener("change", () => localStorage.setItem(NAME, box.checked ? "on" : "off"));
}

function on() {
  return localStorage.getItem(NAME) !== "off";
}

document.addEventListener("keydown", (event) => {
  if (!form || !on() || event.altKey || event.metaKey || event.isComposing) return;
  const place = event.target;
  if (place.matches("textarea, input:not([type=radio], [type=checkbox])")) {
    if (event.key === "Enter" && event.ctrlKey) form.requestSubmit();
    return;
  }
  if (event.ctrlKey) return;
  if (event.key === "Enter") {
    if (place.matches("a, button, summary")) return;
    event.preventDefault();
    if (form.querySelector("button")) form.requestSubmit();
    return;
  }
  const choice = form.querySelector(`[data-key="${CSS.escape(event.key.toLowerCase())}"]`);
  if (!choice) return;
  event.preventDefault();
  choice.focus();
  choice.click();
});

// What the page does in the browser. One listener on the document serves every answer, also those to come.
(() => {
  "use strict";

  const one = (selector, within = document) => within.querySelector(selector);
  const box = () => one("#question textarea");
  const calm = matchMedia("(prefers-reduced-motion: reduce)");
  const touch = matchMedia("(pointer: coarse)");

  // Gradio sets the document's language to the browser's; the page's own is the true one.
  const page = document.documentElement;
  function keepLanguage() {
    if (page.lang !== page.dataset.language) page.lang = page.dataset.language;
  }
  new MutationObserver(keepLanguage).observe(page, { attributeFilter: ["lang"] });
  keepLanguage();

  function reveal(element, block) {
    element.scrollIntoView({ block, behavior: calm.matches ? "auto" : "smooth" });
  }

  // Gradio takes a typed value from the input event, one turn of its loop later.
  function ask(question) {
    const field = box();
    const button = one("#ask");
    if (!field || !button || button.disabled) return;
    Object.getOwnPropertyDescriptor(HTMLTextAreaElement.prototype, "value").set.call(field, question);
    field.dispatchEvent(new Event("input", { bubbles: true }));
    setTimeout(() => button.click(), 60);
  }

  let cameFrom = null;

  function openSource(marker) {
    const card = document.getElementById(marker.hash.slice(1));
    if (!card) return;
    cameFrom = marker;
    card.open = true;
    one("summary", card).focus({ preventScroll: true });
    reveal(card, "nearest");
  }

  function backToAnswer(id) {
    const marker =
      cameFrom?.checkVisibility() && cameFrom.hash === `#${id}`
        ? cameFrom
        : one(`[data-wording]:not([hidden]) a.marker[href="#${CSS.escape(id)}"]`);
    marker?.focus({ preventScroll: true });
    if (marker) reveal(marker, "center");
  }

  // Without a secure context there is no clipboard object; selecting and copying still works there.
  function copyBySelection(text) {
    const held = document.activeElement;
    const field = document.createElement("textarea");
    field.value = text;
    document.body.append(field);
    field.select();
    const copied = document.execCommand("copy");
    field.remove();
    held?.focus({ preventScroll: true });
    return copied;
  }

  async function copy(button) {
    const text = button.dataset.copy;
    let copied;
    try {
      await navigator.clipboard.writeText(text);
      copied = true;
    } catch {
      copied = copyBySelection(text);
    }
    const label = button.textContent;
    if (copied) button.textContent = button.dataset.shown;
    say(copied ? button.dataset.done : button.dataset.failed);
    setTimeout(() => {
      if (copied && button.isConnected) button.textContent = label;
      say("");
    }, 2500);
  }

  function say(text) {
    let region = document.getElementById("said");
    if (!region) {
      region = document.createElement("div");
      region.id = "said";
      region.className = "unseen";
      region.setAttribute("role", "status");
      one("main")?.append(region);
    }
    // A region must be there before its text changes, or nothing is spoken.
    setTimeout(() => (region.textContent = text), 50);
  }

  // The answers that are shown in plain words, by number: every new answer draws the earlier ones anew.
  const inPlainWords = new Set();

  function showWordings() {
    const turns = document.querySelectorAll("article[data-finished]");
    if (!turns.length) inPlainWords.clear();
    for (const turn of turns) {
      const shown = inPlainWords.has(turn.dataset.finished) ? "plain" : "original";
      if (!one('[data-wording="plain"]', turn)) continue;
      for (const part of turn.querySelectorAll("[data-wording]")) {
        if (part.hidden !== (part.dataset.wording !== shown)) part.hidden = !part.hidden;
      }
    }
  }

  function switchWording(button) {
    const turn = button.closest("article");
    const shows = button.dataset.wording;
    if (shows === "original") inPlainWords.add(turn.dataset.finished);
    else inPlainWords.delete(turn.dataset.finished);
    showWordings();
    one(`[data-switch]:not([data-wording="${shows}"])`, turn).focus({ preventScroll: true });
    say(button.dataset.said);
  }

  document.addEventListener("click", (event) => {
    const target = event.target instanceof Element ? event.target : null;
    const marker = target?.closest("a.marker");
    const skip = target?.closest("[data-skip]");
    const asking = target?.closest("[data-ask]");
    const copying = target?.closest("[data-copy]");
    const back = target?.closest("[data-back]");
    const switching = target?.closest("[data-switch]");
    if (marker || skip) event.preventDefault();
    if (marker) openSource(marker);
    if (skip) box()?.focus();
    if (asking) ask(asking.textContent.trim());
    if (copying && copying.textContent !== copying.dataset.shown) copy(copying);
    if (back) backToAnswer(back.dataset.back);
    if (switching) switchWording(switching);
    if (target?.closest("#renew")) setTimeout(() => box()?.focus(), 0);
  });

  // A question just asked, and then its answer, come to the top of the view. Whoever types goes on typing;
  // anyone else (a button was pressed, or a keyboard covers half the screen) is taken to the question.
  let seen = "";

  function follow(conversation) {
    const turns = conversation.querySelectorAll("article.turn");
    const last = turns[turns.length - 1];
    const state = last ? `${turns.length}${last.dataset.finished ? " finished" : ""}` : "";
    if (state === seen) return;
    seen = state;
    if (!last) return;
    const heading = one("h2", last);
    if (document.activeElement !== box() || touch.matches) heading.focus({ preventScroll: true });
    reveal(last, "start");
  }

  function watch() {
    const conversation = document.getElementById("conversation");
    if (!conversation) return false;
    new MutationObserver(() => {
      showWordings();
      follow(conversation);
    }).observe(conversation, { childList: true, subtree: true });
    return true;
  }

  if (!watch()) {
    const arrival = new MutationObserver(() => watch() && arrival.disconnect());
    arrival.observe(document.documentElement, { childList: true, subtree: true });
  }
})();

// "Was this answer right?" One listener on the document serves every answer, also those to come.
(() => {
  "use strict";

  const address = new URL("../feedback", document.currentScript.src);
  const PATIENCE = 30_000;
  const one = (selector, within) => within.querySelector(selector);

  // Every new answer draws the earlier ones anew: Gradio turns each element into its fresh copy, attribute
  // by attribute, as long as their tags are the same. So what somebody has begun gets another tag, which is
  // put aside whole, with all that was typed, and takes the place of its fresh copy again.
  const begun = new Map();

  function begin(part) {
    const id = part.dataset.answer;
    if (begun.get(id) === part) return part;
    const own = document.createElement("section");
    for (const { name, value } of part.attributes) own.setAttribute(name, value);
    own.append(...part.childNodes);
    part.replaceWith(own);
    begun.set(id, own);
    return own;
  }

  function keepBegun(conversation) {
    if (!one("article", conversation)) begun.clear();
    for (const fresh of conversation.querySelectorAll("[data-answer]")) {
      const known = begun.get(fresh.dataset.answer);
      if (known && known !== fresh) fresh.replaceWith(known);
    }
  }

  const watching = new MutationObserver(() => {
    const conversation = document.getElementById("conversation");
    if (conversation) keepBegun(conversation);
  });
  watching.observe(document.documentElement, { childList: true, subtree: true });

  function choose(part, verdict) {
    part.dataset.chosen = verdict;
    for (const button of part.querySelectorAll("[data-verdict]")) {
      if (button.hasAttribute("aria-expanded")) {
        button.setAttribute("aria-expanded", String(button.dataset.verdict === verdict));
      }
    }
    one(".trouble", part).textContent = "";
  }

  function open(part, verdict) {
    const form = one("form", part);
    const closes = !form.hidden && part.dataset.chosen === verdict;
    if (closes) return close(part);
    choose(part, verdict);
    form.hidden = false;
    one("h4", form).focus();
  }

  function close(part) {
    const verdict = part.dataset.chosen;
    choose(part, "");
    one("form", part).hidden = true;
    one(`[data-verdict="${verdict}"]`, part)?.focus();
  }

  function nameButton(form) {
    const button = one("[type=submit]", form);
    button.textContent = form.elements.consent.checked ? button.dataset.with : button.dataset.without;
  }

  // What is not to be kept does not even leave the browser.
  function told(part, verdict) {
    const said = { answer: part.dataset.answer, verdict };
    const form = one("form", part);
    if (verdict === "right" || !form.elements.consent.checked) return said;
    const chosen = (name) =>
      [...form.querySelectorAll(`[name=${name}]:checked`)].filter((box) => !box.closest("[hidden]"));
    return {
      ...said,
      consent: true,
      wording: one(".prose-answer:not([hidden])", part.closest("article"))?.dataset.wording ?? "original",
      statements: chosen("statement").map((box) => Number(box.value)),
      faults: chosen("fault").map((box) => box.value),
      said: form.elements.said.value,
    };
  }

  async function send(part, verdict) {
    if (part.getAttribute("aria-busy") === "true") return;
    choose(part, verdict);
    part.setAttribute("aria-busy", "true");
    const form = one("form", part);
    const button = one("[type=submit]", form);
    button.textContent = button.dataset.sending;
    const said = told(part, verdict);
    let answer = null;
    let reference = "";
    try {
      answer = await fetch(address, {
        method: "POST",
        headers: { "Content-Type": "application/json" },
        body: JSON.stringify(said),
        signal: AbortSignal.timeout(PATIENCE),
      });
      if (answer.ok) reference = (await answer.json()).reference;
    } catch {
      // No connection, or an answer that is none: the person is told below.
    }
    part.removeAttribute("aria-busy");
    nameButton(form);
    if (reference) thank(part, reference, said.consent);
    else explain(part, answer);
  }

  function thank(part, reference, consented) {
    const receipt = one(".receipt", part);
    one("[data-reference]", receipt).textContent = reference;
    for (const kept of receipt.querySelectorAll("[data-kept]")) {
      kept.hidden = kept.dataset.kept !== (consented ? "with" : "without");
    }
    one(".verdicts", part).remove();
    one("form", part).remove();
    receipt.hidden = false;
    one(".thanks", receipt).focus();
  }

  function explain(part, answer) {
    const name = { 410: "gone", 429: "many" }[answer?.status] ?? "failed";
    const minutes = Math.ceil(Number(answer?.headers.get("Retry-After") ?? 60) / 60);
    const trouble = one(".trouble", part);
    trouble.textContent = part.dataset[name].replace("{minutes}", minutes);
    trouble.scrollIntoView({ block: "nearest" });
  }

  const partOf = (event) => (event.target instanceof Element ? event.target.closest("[data-answer]") : null);

  document.addEventListener("click", (event) => {
    const drawn = partOf(event);
    if (!drawn) return;
    const verdict = event.target.closest("[data-verdict]")?.dataset.verdict;
    if (verdict === "right") {
      const part = begin(drawn);
      one("form", part).hidden = true;
      send(part, verdict);
    } else if (verdict) open(begin(drawn), verdict);
    if (event.target.closest("[data-cancel]")) close(drawn);
  });

  document.addEventListener("submit", (event) => {
    const part = partOf(event);
    if (!part) return;
    event.preventDefault();
    send(part, part.dataset.chosen);
  });

  document.addEventListener("change", (event) => {
    if (partOf(event) && event.target.name === "consent") nameButton(event.target.form);
  });

  document.addEventListener("keydown", (event) => {
    const part = partOf(event);
    const form = part && event.target.closest("form");
    if (!form) return;
    if (event.key === "Escape") close(part);
    // Enter in a tick box would send what is only half filled in.
    if (event.key === "Enter" && event.target.type === "checkbox") event.preventDefault();
  });
})();

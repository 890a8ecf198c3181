// What the page cannot do without a script: follow a change of language, and bring a new answer into view.
// Served by assistant/page_headers.py and allowed by the policy as the page's own.
"use strict";
let shown = "";
new MutationObserver(() => {
  const state = document.querySelector("[data-floke-language]");
  if (!state) return;
  const { flokeLanguage: language, flokeInput: input, flokeSend: send, flokeTurn: turn } = state.dataset;
  if (document.documentElement.lang !== language) document.documentElement.lang = language;
  const field = document.querySelector('[data-testid="stChatInputTextArea"]');
  if (field && field.getAttribute("aria-label") !== input) field.setAttribute("aria-label", input);
  const button = document.querySelector('[data-testid="stChatInputSubmitButton"]');
  if (button && button.getAttribute("aria-label") !== send) button.setAttribute("aria-label", send);
  const question = document.getElementById(turn);
  if (turn && turn !== shown && question) {
    shown = turn;
    const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
    question.scrollIntoView({ block: "start", behavior: calm ? "auto" : "smooth" });
  }
}).observe(document.documentElement, { childList: true, subtree: true, attributes: true, attributeFilter: ["aria-label", "data-floke-language"] });

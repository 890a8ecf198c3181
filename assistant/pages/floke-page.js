// What the page cannot do without a script: names for Streamlit's own controls, a new answer brought into view and
// told to those who hear the page, copying, and a word when the connection is lost. Served by assistant/page_headers.py, allowed by the policy.
"use strict";
let shown = "";
let filled = "0";
let chosen = "";
let placed = "";

const find = (selector) => document.querySelector(selector);
const given = (element, name, value) => {
  if (element && value && element.getAttribute(name) !== value) element.setAttribute(name, value);
};

function named(words) {
  document.documentElement.lang = words.flokeLanguage;
  given(find('[data-testid="stChatInputTextArea"]'), "aria-label", words.flokeInput);
  given(find('[data-testid="stChatInputSubmitButton"]'), "aria-label", words.flokeSend);
  given(find('[data-testid="stChatInputStopButton"]'), "aria-label", words.flokeStop);
  given(find(".st-key-nav"), "role", "navigation");
  given(find(".st-key-nav"), "aria-label", words.flokeNav);
  given(find("#stMain"), "tabindex", "-1"); // else the whole page is the first stop of a keyboard
  for (const link of document.querySelectorAll(".st-key-nav a")) {
    const to = new URL(link.getAttribute("href") || ".", document.baseURI).pathname;
    if (to !== location.pathname) link.removeAttribute("aria-current");
    else if (!link.hasAttribute("aria-current")) {
      given(link, "aria-current", "page");
      const strip = find(".st-key-nav").parentElement; // on a narrow screen the pages are drawn sideways
      strip.scrollLeft += link.getBoundingClientRect().left - strip.getBoundingClientRect().left - 24;
    }
  }
  // what Streamlit draws of an answer is in the answer's language, whatever the page's is
  for (const part of document.querySelectorAll('[class*="st-key-turn-"], .st-key-approach-result')) {
    given(part, "lang", part.querySelector("[lang]")?.lang);
  }
}

// What Streamlit says in English only: names of its buttons, and how a field is sent.
const NAMES = { "Close": "flokeClose", "Open": "flokeOpen", "Clear value": "flokeClear", "Clear all": "flokeClear" };
const KEYS = /^Press (.+) to (apply|submit form)$/;

function translated(words) {
  for (const button of document.querySelectorAll("button[aria-label]")) {
    const name = button.getAttribute("aria-label");
    if (name in NAMES) button.dataset.flokeName = NAMES[name];
    given(button, "aria-label", words[button.dataset.flokeName]);
  }
  for (const { firstChild: text } of document.querySelectorAll('[data-testid="InputInstructions"] span:first-child')) {
    const [, keys, what] = KEYS.exec(text?.data ?? "") ?? [];
    if (keys) text.data = (what === "apply" ? words.flokeApply : words.flokeSubmit).replace("%", keys);
  }
}

// The next visit begins with the language and the role of this one.
function remembered({ flokeLanguage: language, flokeRole: role }) {
  const choice = `lang=${language}&role=${role}`;
  if (chosen && chosen !== choice) fetch(`./floke-keep?${choice}`, { method: "POST" }).catch(() => {});
  chosen = choice;
}

function intoView(element) {
  const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
  element.scrollIntoView({ block: "start", behavior: calm ? "auto" : "smooth" });
}

// The newest question, once; the field where an example was put; the passage that an address names.
function broughtIntoView() {
  const { flokeTurn: turn, flokeFilled: count } = find("[data-floke-turn]")?.dataset ?? {};
  const field = find('[data-testid="stChatInputTextArea"]');
  if (count && count !== filled && field?.value) {
    filled = count;
    field.focus();
    field.setSelectionRange(field.value.length, field.value.length);
  }
  const question = document.getElementById(turn);
  if (turn && turn !== shown && question) {
    shown = turn;
    intoView(question);
  }
  const place = find("[data-floke-place]")?.dataset.flokePlace ?? "";
  const passage = document.getElementById(place);
  if (place && place !== placed && passage) {
    placed = place;
    passage.tabIndex = -1;
    passage.focus({ preventScroll: true });
    intoView(passage);
    for (const later of [700, 1500]) setTimeout(backIntoView, later, place);
  }
}

// What is drawn late may have cut the scrolling short; a reader who has gone elsewhere is left there.
function backIntoView(place) {
  const passage = document.getElementById(place);
  if (!passage || document.activeElement !== passage) return;
  const { top, bottom } = passage.getBoundingClientRect();
  if (bottom < 0 || top > innerHeight) passage.scrollIntoView({ block: "start" });
}

const box = (name) => find(`.${name}`) ?? document.body.appendChild(Object.assign(document.createElement("div"), { className: name }));

// A screen reader hears what changes in an element that was there before: one, which stays also beside a dialog.
let unsaid = [];
function speak(...texts) {
  const said = box("fl-said");
  given(said, "role", "status");
  given(said, "data-live-announcer", "true");
  if (!texts.length) return;
  said.textContent = "";
  if (!unsaid.length) setTimeout(() => { said.textContent = unsaid.join(" "); unsaid = []; }, 150);
  unsaid.push(...texts);
}

function spoken() {
  const found = [...document.querySelectorAll('.stHtml [role="status"]')];
  for (const status of found) status.removeAttribute("role"); // Streamlit makes it anew with its text in it: heard twice, or not
  speak(...found.map((status) => status.textContent.trim()).filter(Boolean));
}

function told(text, kind) {
  const shown = box("fl-told");
  shown.dataset.kind = kind;
  shown.textContent = text;
  if (text) speak(text);
}

// Streamlit does not draw the page again when an answer is stopped (1.67); then it is asked to.
function settled() {
  const waiting = find("[data-floke-unfinished]");
  if (!waiting || find("[data-test-script-state]")?.dataset.testScriptState !== "notRunning") return;
  waiting.remove();
  find(".st-key-settle button")?.click();
}

function connection(words) {
  const state = find("[data-test-connection-state]")?.dataset.testConnectionState;
  const lost = Boolean(shown || chosen) && state !== undefined && state !== "CONNECTED";
  const kind = find(".fl-told")?.dataset.kind;
  if (lost && kind !== "lost") told(words.flokeLost, "lost");
  if (!lost && kind === "lost") told("", "");
  // Streamlit says so too, in English, over a page that then cannot be read
  for (const dialog of document.querySelectorAll('[data-testid="stDialog"] [role="dialog"]')) {
    if (dialog.querySelector("h2")?.textContent === "Connection error") dialog.querySelector(":scope > button")?.click();
  }
}

function follow() {
  const words = find("[data-floke-language]")?.dataset;
  if (!words) return;
  named(words);
  translated(words);
  remembered(words);
  connection(words);
  spoken();
  settled();
  broughtIntoView();
}

async function copied(text) {
  try {
    await navigator.clipboard.writeText(text);
  } catch { // without https the browser has only the old way
    const area = document.body.appendChild(Object.assign(document.createElement("textarea"), { value: text }));
    area.select();
    document.execCommand("copy");
    area.remove();
  }
}

// A jump by «#» makes Streamlit draw the page again, and the focus may be gone with it: the way past the head is walked here.
document.addEventListener("click", (event) => {
  const skip = event.target.closest?.(".fl-skip");
  if (!skip) return;
  event.preventDefault();
  document.getElementById("content")?.focus();
});

document.addEventListener("click", async (event) => {
  const button = event.target.closest?.("[data-floke-copy]");
  if (!button) return;
  await copied(button.dataset.flokeCopy);
  told(find("[data-floke-copied]").dataset.flokeCopied, "copied");
  setTimeout(() => find(".fl-told")?.dataset.kind === "copied" && told("", ""), 3000);
});

// Streamlit reruns on a lone «r» and offers to clear its cache on «c»: keys that a reader never asked for (WCAG 2.1.4).
const typing = (element) => element.matches?.("input, textarea, select, [contenteditable]");
for (const kind of ["keydown", "keyup"]) {
  window.addEventListener(kind, (event) => {
    if ("rc".includes(event.key.toLowerCase()) && !event.ctrlKey && !event.metaKey && !typing(event.target)) event.stopPropagation();
  }, true);
}

// Streamlit draws an answer in a hundred steps: what follows from them is done once a frame.
let due = false;
function soon() {
  if (due) return;
  due = true;
  requestAnimationFrame(() => { due = false; follow(); });
}

new MutationObserver(soon).observe(document.documentElement, {
  childList: true, subtree: true, characterData: true, attributes: true,
  attributeFilter: ["aria-label", "data-floke-language", "data-floke-filled", "data-floke-place", "data-test-connection-state", "data-test-script-state", "value"],
});

/**
 * What is typed is never lost: each form is kept in this tab, under the person who types, until the server took it.
 * It comes back after a session that ended, a change of language or a failure; it goes at sign-out, and as soon as
 * somebody else signs in. Passwords, one-time codes and files are never kept. Without it the pages work as before.
 */

const PREFIX = "draft ";
const KEPT_MS = 24 * 3_600_000;
const ASK_EVERY_MS = 60_000;
const SOON_S = 300;
const NEVER = "[type=password], [type=file], [type=hidden], [type=submit], [autocomplete=one-time-code]";

const person = document.body.dataset.person; // undefined on a page that knows nobody, "" for a visitor
const failed = Boolean(document.querySelector(".error-page, .error-summary, .ask")) || location.hash === "#unsent";

const storage = {
  all: () => Object.keys(sessionStorage).filter((key) => key.startsWith(PREFIX)),
  read: (key) => JSON.parse(sessionStorage.getItem(key) ?? "null"),
  write(key, draft) {
    try {
      sessionStorage.setItem(key, JSON.stringify(draft));
    } catch {} // the tab's room is full: the form still works
  },
};

function forms() {
  return [...document.querySelectorAll("main form[method=post]")].filter(
    (form) => !form.querySelector("[autocomplete=current-password], [autocomplete=one-time-code]"),
  );
}

function place(form) {
  const { pathname, search } = new URL(form.getAttribute("action") || location.href, location.href);
  const same = forms().filter((other) => other.getAttribute("action") === form.getAttribute("action"));
  return `${PREFIX}${person} ${pathname}${search} ${same.indexOf(form)}`;
}

function fields(form, name) {
  return [...form.elements].filter((field) => field.name === name && !field.matches(NEVER));
}

function values(form, name) {
  return fields(form, name).map((field) => (["checkbox", "radio"].includes(field.type) ? field.checked : field.value));
}

/** Whether this page is the answer to a form of that page: coming back to it, or opening it anew, is none. */
function answers(draft) {
  const [arrival] = performance.getEntriesByType("navigation");
  return arrival.type === "navigate" && document.referrer === draft.from;
}

/** Forget what is somebody else's or old; what was sent is kept when the server did not take it, or was not reached. */
function settle() {
  for (const key of storage.all()) {
    const draft = storage.read(key);
    const foreign = person !== undefined && person !== "" && !key.startsWith(`${PREFIX}${person} `);
    if (foreign || draft.at < Date.now() - KEPT_MS || (draft.sent && person && !failed && answers(draft)))
      sessionStorage.removeItem(key);
    else if (draft.sent) storage.write(key, { ...draft, sent: false });
  }
}

function restore(form) {
  const draft = storage.read(place(form));
  let changed = false;
  for (const [name, typed] of Object.entries(draft?.fields ?? {})) {
    fields(form, name).forEach((field, index) => {
      const property = typeof typed[index] === "boolean" ? "checked" : "value";
      if (typed[index] === undefined || field.disabled || field[property] === typed[index]) return;
      field[property] = typed[index];
      changed = true;
      for (let fold = field.closest("details"); fold; fold = fold.parentElement.closest("details")) fold.open = true;
    });
  }
  return changed;
}

function keep({ target }) {
  const form = target.form;
  if (!form || !target.name || target.matches(NEVER) || !forms().includes(form)) return;
  const key = place(form);
  const before = storage.read(key)?.fields ?? {};
  storage.write(key, { at: Date.now(), fields: { ...before, [target.name]: values(form, target.name) } });
  watch();
}

function say(what, shown = true) {
  const words = document.querySelector(`[data-says="${what}"]`);
  if (words) words.hidden = !shown;
}

/** While something is being typed, ask whether the session lasts: once now, then each minute. */
let watching = false;
function watch() {
  if (watching || !person) return;
  watching = true;
  ask();
  setInterval(() => document.hidden || ask(), ASK_EVERY_MS);
}

async function ask(method = "GET") {
  const token = document.querySelector("input[name=csrfmiddlewaretoken]")?.value ?? "";
  const headers = method === "POST" ? { "X-CSRFToken": token } : {};
  const answer = await fetch(document.body.dataset.session, { method, headers }).catch(() => null);
  if (!answer?.ok) return;
  const session = await answer.json();
  say("session-ended", session.person !== person);
  say("session-ending", session.person === person && session.seconds <= SOON_S);
}

settle();
if (location.hash === "#unsent") history.replaceState(null, "", location.pathname + location.search);
if (person !== undefined) {
  if (forms().map(restore).some(Boolean)) say("draft-back");
  document.addEventListener("input", keep);
  document.addEventListener("change", keep);
  document.addEventListener("submit", ({ target }) => {
    if (target.matches("[data-signs-out]")) storage.all().forEach((key) => sessionStorage.removeItem(key));
    else if (forms().includes(target) && storage.read(place(target))) {
      storage.write(place(target), { ...storage.read(place(target)), sent: true, from: location.href.split("#")[0] });
    }
  });
  window.addEventListener("pageshow", ({ persisted }) => persisted && settle());
  document.querySelector("[data-forget]")?.addEventListener("click", () => {
    forms().forEach((form) => sessionStorage.removeItem(place(form)));
    location.reload();
  });
  document.querySelector("[data-stay]")?.addEventListener("click", () => ask("POST"));
}
document.querySelector("[data-focus]")?.focus();

// A strip of tabs wider than the screen shows the one that is open.
for (const tab of document.querySelectorAll(".segments [aria-current]")) {
  const strip = tab.closest(".segments");
  const [inside, around] = [tab, strip].map((one) => one.getBoundingClientRect());
  strip.scrollLeft += inside.left + inside.width / 2 - around.left - around.width / 2;
}

/**
 * What is typed is never lost: each form is kept in this tab, under the person who types, until the server took it.
 * It comes back after a session that ended, a change of language or a failure; it goes at sign-out, and as soon as
 * somebody else signs in. Of who is signed in a copy is kept for the other tabs too, so that a closed tab loses nothing;
 * a visitor's goes with the tab. Passwords, one-time codes and files are never kept. Without it the pages work as before.
 */

const PREFIX = "draft ";
const KEPT_MS = 24 * 3_600_000;
const ASK_EVERY_MS = 60_000;
const SOON_S = 300;
const NEVER = "[type=password], [type=file], [type=hidden], [type=submit], [autocomplete=one-time-code]";

const person = document.body.dataset.person; // undefined on a page that knows nobody, "" for a visitor
const failed = Boolean(document.querySelector(".error-page, .error-summary, .ask")) || location.hash === "#unsent";

const brought = new Map(); // what came from other tabs when this page opened, by key
const storage = {
  keys: (store) => Object.keys(store).filter((key) => key.startsWith(PREFIX)),
  read: (key) => JSON.parse(sessionStorage.getItem(key) ?? brought.get(key) ?? "null"),
  /** Return a draft of this tab, else the copy that another left, which is this tab's from now on. */
  bring(key) {
    if (person && localStorage.getItem(key)) brought.set(key, localStorage.getItem(key));
    return storage.read(key);
  },
  write(key, draft) {
    try {
      sessionStorage.setItem(key, JSON.stringify(draft));
      if (person) localStorage.setItem(key, JSON.stringify(draft));
    } catch {} // the room is full: the form still works
  },
  /** Remove a draft of this tab; the copy goes too unless another tab has typed since. */
  drop(key) {
    if (localStorage.getItem(key) === sessionStorage.getItem(key)) localStorage.removeItem(key);
    sessionStorage.removeItem(key);
  },
  forget(keep = () => false) {
    for (const store of [sessionStorage, localStorage])
      for (const key of storage.keys(store)) if (!keep(key, JSON.parse(store.getItem(key)))) store.removeItem(key);
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
  const isOurs = (key) => !person || key.startsWith(`${PREFIX}${person} `);
  storage.forget((key, draft) => isOurs(key) && draft.at >= Date.now() - KEPT_MS);
  for (const key of storage.keys(sessionStorage)) {
    const draft = storage.read(key);
    if (draft.sent && person && !failed && answers(draft)) storage.drop(key);
    else if (draft.sent && isOurs(key)) storage.write(key, { ...draft, sent: false });
  }
}

function restore(form) {
  const draft = storage.bring(place(form));
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
    if (target.matches("[data-signs-out]")) storage.forget();
    else if (forms().includes(target) && storage.read(place(target))) {
      storage.write(place(target), { ...storage.read(place(target)), sent: true, from: location.href.split("#")[0] });
    }
  });
  window.addEventListener("pageshow", ({ persisted }) => persisted && settle());
  document.querySelector("[data-forget]")?.addEventListener("click", () => {
    const shown = forms().map(place);
    storage.forget((key) => !shown.includes(key));
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

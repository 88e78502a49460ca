/**
 * A conversation that never loses a word: what is sent waits in this tab until the server has kept it, in order, under a
 * name of its own, so that sending again changes nothing. The socket only says that something came; the page asks for it
 * by place, and a gap is asked for too. Without this the page works by its form.
 */

const talk = document.querySelector("[data-talk]");
const LONGEST_WAIT = 30_000;
const LOOK_EVERY = 10_000;
const SILENCE = 30_000; // without an answer to a ping the other end is gone, whatever the browser believes
const PATIENCE = 10_000;
const AT_ONCE = 50; // messages of one part
const TYPING_EVERY = 3_000;
const TYPING_LASTS = 6_000;
const HERE_EVERY = 30_000;
const HERE_LASTS = 70_000;
const ANSWERED_AFTER = 2_500; // the server takes the same word once in two seconds
const jitter = (longest) => Math.random() * longest;

function start() {
  const list = talk.querySelector(".messages");
  const form = talk.querySelector(".composer");
  const banner = talk.querySelector("[data-connection]");
  const words = talk.querySelector("[data-words]").content;
  const shape = talk.querySelector("[data-waiting]").content;
  const token = document.querySelector("input[name=csrfmiddlewaretoken]")?.value;
  const key = `draft ${document.body.dataset.person} unsent ${talk.dataset.id}`;
  let last = Number(talk.dataset.last);
  let fetching = Promise.resolve();
  let sending = false;
  let wait = 1_000;
  let again, retry, socket;
  let isLost = false;
  let goOn = () => {};
  let drop = () => {};

  const queue = {
    read: () => JSON.parse(sessionStorage.getItem(key) ?? "null")?.queue ?? [],
    write(rows) {
      if (!rows.length) sessionStorage.removeItem(key);
      else sessionStorage.setItem(key, JSON.stringify({ at: Date.now(), fields: {}, queue: rows }));
    },
  };

  /** Put each part where its place is: known ones are renewed, new ones follow the last with a smaller place. */
  function show(html) {
    const fresh = new DOMParser().parseFromString(`<ol>${html}</ol>`, "text/html").querySelectorAll("li");
    for (const part of fresh) {
      const known = list.querySelector(`[data-key="${CSS.escape(part.dataset.key)}"]`);
      if (known && part.dataset.sequence) known.replaceWith(part);
      else if (!known) list.insertBefore(part, list.querySelector(".bubble--waiting"));
      if (part.dataset.client) waiting(part.dataset.client)?.remove();
      if (!known && part.matches(".bubble:not(.bubble--mine)")) others.wrote();
      last = Math.max(last, Number(part.dataset.sequence ?? 0));
    }
  }

  /** Ask for everything from a place on, page after page, one request at a time; one that fails is made again. */
  function refresh(from = last + 1) {
    fetching = fetching.then(async () => {
      clearTimeout(again);
      for (let place = from, before = -1; place > before; place = last + 1) {
        before = place;
        const answer = await fetch(`${talk.dataset.talk}?from=${place}`, {
          headers: { "X-Requested-With": "conversation" },
          signal: AbortSignal.timeout(PATIENCE),
        });
        if (!answer.ok || answer.redirected) return;
        const near = nearTheEnd();
        show(await answer.text());
        if (near) toTheEnd();
        if (last < place) break;
      }
      say();
    }).catch(() => {
      again = setTimeout(refresh, jitter(PATIENCE), from);
    });
    return fetching;
  }

  function showAgain() {
    const [first] = list.querySelectorAll("[data-sequence]");
    for (let place = Number(first?.dataset.sequence ?? last + 1); place <= last; place += AT_ONCE) refresh(place);
  }

  const nearTheEnd = () => innerHeight + scrollY > document.documentElement.scrollHeight - 200;
  const toTheEnd = () => list.lastElementChild?.scrollIntoView({ block: "end" });

  /** Say how far the page has been seen, once it is before the eyes. */
  let said = 0;
  function say() {
    if (document.hidden || last <= said || !nearTheEnd()) return;
    said = last;
    const body = new URLSearchParams({ sequence: last, csrfmiddlewaretoken: token });
    fetch(talk.dataset.read, { method: "POST", body }).catch(() => (said = 0));
  }

  const waiting = (name) => list.querySelector(`.bubble--waiting[data-client="${CSS.escape(name)}"]`);

  function draw({ client_id: name, text }) {
    if (waiting(name)) return;
    const part = shape.cloneNode(true).firstElementChild;
    part.dataset.client = name;
    part.querySelector("p").textContent = text;
    list.append(part);
  }

  function mark(name, state, reason = "") {
    const part = waiting(name);
    for (const one of ["sending", "held", "refused"])
      if (part) part.querySelector(`[data-${one}]`).hidden = one !== state;
    if (part && reason) part.querySelector("[data-refused]").textContent = reason;
  }

  /** Send what waits, one after the other: the next leaves when the one before is kept. */
  async function flush() {
    if (sending) return;
    sending = true;
    let pause = 1_000;
    for (let rows = queue.read(); rows.length; rows = queue.read()) {
      const [first] = rows;
      mark(first.client_id, "sending");
      try {
        const answer = await fetch(talk.dataset.post, {
          method: "POST",
          headers: { "Content-Type": "application/json", "X-CSRFToken": token },
          body: JSON.stringify(first),
          signal: AbortSignal.timeout(PATIENCE),
        });
        if (answer.ok) {
          queue.write(queue.read().filter((one) => one.client_id !== first.client_id));
          pause = 1_000;
          await refresh();
          continue;
        }
        if (answer.status < 500 && answer.status !== 429 && answer.status !== 409) {
          const problem = await answer.json().catch(() => ({}));
          mark(first.client_id, "refused", problem.errors?.[0]?.detail ?? problem.detail ?? "");
          giveBack(first);
          continue;
        }
        if (answer.status === 409 && (await answer.json()).code !== "still_running") {
          giveBack(first);
          continue;
        }
      } catch {} // no network: it stays and is tried again
      mark(first.client_id, "held");
      await new Promise((go) => {
        goOn = go;
        setTimeout(go, jitter(pause));
      });
      pause = Math.min(pause * 2, LONGEST_WAIT);
    }
    sending = false;
  }

  /** What the server refuses for good comes back into the box; nothing that was typed is lost. */
  function giveBack(row) {
    queue.write(queue.read().filter((one) => one.client_id !== row.client_id));
    const box = form?.elements.text;
    if (box) box.value = [row.text, box.value].filter(Boolean).join("\n");
    setTimeout(() => waiting(row.client_id)?.remove(), 5_000);
  }

  form?.addEventListener("submit", (event) => {
    if (form.elements.file.files.length) return; // a file leaves with the form
    event.preventDefault();
    const text = form.elements.text.value.trim();
    if (!text) return;
    const row = { client_id: name(), text };
    queue.write([...queue.read(), row]);
    form.elements.text.value = "";
    form.elements.text.dispatchEvent(new Event("input", { bubbles: true }));
    draw(row);
    toTheEnd();
    flush();
  });

  form?.elements.file.addEventListener("change", () => {
    const note = form.querySelector("[data-file-name]");
    const [file] = form.elements.file.files;
    note.hidden = !file;
    note.textContent = file?.name ?? "";
  });

  form?.elements.text.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) form.requestSubmit();
  });

  const name = () =>
    crypto.randomUUID?.() ??
    "10000000-1000-4000-8000-100000000000".replace(/[018]/g, (digit) =>
      (digit ^ (crypto.getRandomValues(new Uint8Array(1))[0] & (15 >> (digit / 4)))).toString(16),
    );

  function connection(state) {
    const text = state ? words.querySelector(`[data-${state}]`).textContent : "";
    const line = banner.querySelector("[data-said]");
    if (banner.hidden === !state && (!state || line.textContent === text)) return;
    banner.hidden = !state;
    banner.classList.toggle("connection--offline", state === "offline");
    line.textContent = text;
  }

  /** A network that goes without a word closes nothing: who does not answer a ping is gone. */
  function listen() {
    clearTimeout(retry);
    const address = new URL(talk.dataset.stream, location.href);
    address.protocol = location.protocol === "https:" ? "wss:" : "ws:";
    const own = (socket = new WebSocket(address));
    const born = Date.now();
    let alive = born;
    const end = () => {
      if (own !== socket) return;
      isLost ||= Date.now() - alive >= SILENCE || !navigator.onLine || wait >= 8_000;
      socket = null;
      clearInterval(look);
      own.close();
      others.gone();
      connection(isLost ? "offline" : "reconnecting");
      retry = setTimeout(listen, jitter(wait));
      wait = Math.min(wait * 2, LONGEST_WAIT);
    };
    const look = setInterval(() => {
      const opening = own.readyState === WebSocket.CONNECTING;
      if (Date.now() - alive > (opening ? PATIENCE : SILENCE) - 1) end();
      else if (!opening) {
        own.send('{"type":"ping"}');
        others.tell("here");
      }
    }, LOOK_EVERY);
    own.addEventListener("message", (event) => {
      if (own !== socket) return;
      alive = Date.now();
      const told = JSON.parse(event.data);
      if (told.type === "ready") {
        wait = 1_000;
        isLost = false;
        connection("");
        refresh();
        goOn();
        flush();
        others.tell("here");
      }
      if (told.type === "grant.withdrawn") showAgain(); // a file that was sent may be open no more
      if (told.conversation_id !== talk.dataset.id) return;
      if (told.type === "message.posted") refresh(Math.min(told.sequence, last + 1));
      if (told.type === "conversation.read") refresh(Math.max(1, last - 20));
      if (told.type === "presence") others.heard(told.state);
    });
    own.addEventListener("close", end);
    drop = end;
  }

  /** The network is back, or the page is looked at again: no need to wait for the next try. */
  function hurry() {
    goOn();
    if (!socket) listen();
  }

  /** Whether the other side is here, or writing: told and heard between accepted parties, kept nowhere. */
  const others = {
    line: talk.querySelector("[data-presence]"),
    toldAt: { here: 0, typing: 0 },
    until: { here: 0, typing: 0 },
    tell(state) {
      if (!this.line || document.hidden || socket?.readyState !== WebSocket.OPEN) return;
      if (Date.now() - this.toldAt[state] < (state === "typing" ? TYPING_EVERY : HERE_EVERY)) return;
      this.toldAt[state] = Date.now();
      socket.send(JSON.stringify({ type: "presence", conversation_id: talk.dataset.id, state }));
    },
    heard(state) {
      if (!this.line) return;
      const isNew = Date.now() > this.until.here;
      this.until.here = Date.now() + HERE_LASTS;
      this.until.typing = state === "typing" ? Date.now() + TYPING_LASTS : state === "here" ? this.until.typing : 0;
      if (isNew) {
        this.toldAt.here = 0; // who just came learns that somebody was here before
        setTimeout(() => this.tell("here"), ANSWERED_AFTER);
      }
      this.show();
    },
    wrote() {
      this.until.typing = 0;
      this.show();
    },
    gone() {
      this.toldAt.here = 0;
      this.until = { here: 0, typing: 0 };
      this.show();
    },
    show() {
      if (!this.line) return;
      clearTimeout(this.timer);
      const now = Date.now();
      const state = now < this.until.typing ? "typing" : now < this.until.here ? "here" : "";
      for (const part of this.line.querySelectorAll("[data-state]")) part.hidden = part.dataset.state !== state;
      const next = this.until[state];
      if (next) this.timer = setTimeout(() => this.show(), next - now + 1);
    },
  };

  queue.read().forEach(draw);
  toTheEnd();
  form?.elements.text.addEventListener("input", () => form.elements.text.value && others.tell("typing"));
  addEventListener("online", hurry);
  addEventListener("offline", () => drop());
  document.addEventListener("visibilitychange", () => {
    say();
    if (!document.hidden) hurry();
  });
  addEventListener("scroll", say, { passive: true });
  listen();
  flush();
}

if (talk) start();

/**
 * A conversation that never loses a word: what is sent waits in this tab until the server has kept it, in order, under a
 * name of its own, so that sending again changes nothing. The socket only says that something came; the page asks for it
 * by place, and a gap is asked for too. Without this the page works by its form.
 */

const talk = document.querySelector("[data-talk]");
const LONGEST_WAIT = 30_000;
const PING_EVERY = 20_000;
const PATIENCE = 10_000;

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
      last = Math.max(last, Number(part.dataset.sequence ?? 0));
    }
  }

  /** Ask for everything from a place on, page after page, one request at a time. */
  function refresh(from = last + 1) {
    fetching = fetching.then(async () => {
      for (let place = from, before = -1; place > before; place = last + 1) {
        before = place;
        const answer = await fetch(`${talk.dataset.talk}?from=${place}`, { headers: { "X-Requested-With": "conversation" } });
        if (!answer.ok || answer.redirected) return;
        const near = nearTheEnd();
        show(await answer.text());
        if (near) toTheEnd();
        if (last < place) break;
      }
      say();
    }, () => {}).catch(() => {});
    return fetching;
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
      await new Promise((go) => setTimeout(go, pause * (0.5 + Math.random() / 2)));
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
    const address = new URL(talk.dataset.stream, location.href);
    address.protocol = location.protocol === "https:" ? "wss:" : "ws:";
    const socket = new WebSocket(address);
    let alive = Date.now();
    let over = false;
    const beat = setInterval(() => {
      if (Date.now() - alive > PING_EVERY + PATIENCE) end();
      else if (socket.readyState === WebSocket.OPEN) socket.send('{"type":"ping"}');
    }, PATIENCE);
    const end = () => {
      if (over) return;
      over = true;
      clearInterval(beat);
      socket.close();
      connection(navigator.onLine && wait < 8_000 ? "reconnecting" : "offline");
      setTimeout(listen, wait * (0.5 + Math.random() / 2));
      wait = Math.min(wait * 2, LONGEST_WAIT);
    };
    socket.addEventListener("message", (event) => {
      alive = Date.now();
      const told = JSON.parse(event.data);
      if (told.type === "ready") {
        wait = 1_000;
        connection("");
        refresh();
        flush();
      }
      if (told.conversation_id !== talk.dataset.id) return;
      if (told.type === "message.posted") refresh(Math.min(told.sequence, last + 1));
      if (told.type === "conversation.read") refresh(Math.max(1, last - 20));
    });
    socket.addEventListener("close", end);
    addEventListener("offline", () => end(), { once: true });
  }

  queue.read().forEach(draw);
  toTheEnd();
  addEventListener("online", () => flush());
  document.addEventListener("visibilitychange", say);
  addEventListener("scroll", say, { passive: true });
  listen();
  flush();
}

if (talk) start();

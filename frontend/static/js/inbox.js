/**
 * The list of requests follows the desk: a word on the socket, and the list is read again from the server.
 * The socket carries no content, so what a member may see is decided in one place. Without it the page works by reload.
 */

const frame = document.querySelector("[data-inbox]");
const granted = document.querySelector("[data-granted]"); // something here is another's, until it takes it back
const LONGEST_WAIT = 30_000;
const LOOK_EVERY = 10_000;
const SILENCE = 30_000;
const PATIENCE = 10_000;
let latest = 0;

async function refresh() {
  const turn = ++latest;
  const answer = await fetch(frame.dataset.page, { headers: { "X-Requested-With": "inbox" } });
  if (!answer.ok) return;
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  if (turn !== latest) return; // an older list must not replace a newer one
  const fresh = page.querySelector("[data-inbox]");
  if (!fresh) return;
  const held = frame.contains(document.activeElement) ? document.activeElement.getAttribute("href") : null;
  const headline = page.querySelector("[data-inbox-headline]");
  if (headline) document.querySelector("[data-inbox-headline]").replaceWith(headline);
  const known = new Set([...frame.querySelectorAll("[data-lead]")].map((row) => row.dataset.lead));
  const status = frame.querySelector("[data-inbox-said]");
  frame.replaceChildren(status, ...[...fresh.children].filter((part) => !part.matches("[data-inbox-said]")));
  if (held) frame.querySelector(`a[href="${CSS.escape(held)}"]`)?.focus();
  const arrived = [...frame.querySelectorAll("[data-lead]")].filter((row) => !known.has(row.dataset.lead));
  if (arrived.length) status.textContent = arrived[0].querySelector("a").textContent;
}

/** Hear the desk until the page is left; a network that goes without a word closes nothing: who answers no ping is gone. */
function listen(stream, heard) {
  const address = new URL(stream, location.href);
  address.protocol = location.protocol === "https:" ? "wss:" : "ws:";
  let socket, retry;
  let wait = 1_000;
  function open() {
    clearTimeout(retry);
    const own = (socket = new WebSocket(address));
    let alive = Date.now();
    const end = () => {
      if (own !== socket) return;
      socket = null;
      clearInterval(look);
      own.close();
      retry = setTimeout(open, Math.random() * wait);
      wait = Math.min(wait * 2, LONGEST_WAIT);
    };
    const look = setInterval(() => {
      const opening = own.readyState === WebSocket.CONNECTING;
      if (Date.now() - alive > (opening ? PATIENCE : SILENCE) - 1) end();
      else if (!opening) own.send('{"type":"ping"}');
    }, LOOK_EVERY);
    own.addEventListener("message", (event) => {
      if (own !== socket) return;
      alive = Date.now();
      const { type } = JSON.parse(event.data);
      if (type === "ready") wait = 1_000;
      if (type !== "pong") heard(type);
    });
    own.addEventListener("close", end);
  }
  addEventListener("online", () => socket || open());
  open();
}

/** What was given and is taken back leaves the page at once: the server is asked again, and answers what may still be seen. */
let before = false;
function heard(type) {
  const isBack = type === "ready" && before;
  before = true;
  if (granted && (isBack || type === "grant.withdrawn")) location.reload();
  else if (frame?.dataset.inbox) refresh();
}

addEventListener("pageshow", ({ persisted }) => persisted && granted && location.reload());
const stream = granted?.dataset.granted || frame?.dataset.inbox;
if (stream) listen(stream, heard);

/** A member who has a request before the eyes has seen it: said by a POST, since links are followed by machines too. */
const sheet = document.querySelector("[data-see]");
const token = document.querySelector("input[name=csrfmiddlewaretoken]");
if (sheet?.dataset.see && token) {
  fetch(sheet.dataset.see, { method: "POST", headers: { "X-CSRFToken": token.value } });
}

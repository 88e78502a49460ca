/**
 * The list of requests follows the desk: a word on the socket, and the list is read again from the server.
 * The socket carries no content, so what a member may see is decided in one place. Without it the page works by reload.
 */

const frame = document.querySelector("[data-inbox]");
const LONGEST_WAIT = 30_000;
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

function listen(wait = 1_000) {
  const address = new URL(frame.dataset.inbox, location.href);
  address.protocol = location.protocol === "https:" ? "wss:" : "ws:";
  const socket = new WebSocket(address);
  let opened = false;
  socket.addEventListener("open", () => {
    if (wait > 1_000) refresh();
    opened = true;
  });
  socket.addEventListener("message", refresh);
  socket.addEventListener("close", () => {
    const next = opened ? 2_000 : Math.min(wait * 2, LONGEST_WAIT);
    setTimeout(() => listen(next), Math.random() * next);
  });
}

if (frame?.dataset.inbox) listen();

/** A member who has a request before the eyes has seen it: said by a POST, since links are followed by machines too. */
const sheet = document.querySelector("[data-see]");
const token = document.querySelector("input[name=csrfmiddlewaretoken]");
if (sheet?.dataset.see && token) {
  fetch(sheet.dataset.see, { method: "POST", headers: { "X-CSRFToken": token.value } });
}

/**
 * The search box says what it may be finished with, as one types: a list under it, walked with the arrows, chosen with
 * Enter or a press. What was asked before is dropped, so a slow answer never stands under other words. Without it the
 * box is a plain form.
 */

const AFTER_MS = 150; // of silence
const SHORTEST = 2;

function start(form) {
  const input = form.querySelector("input[type=search]");
  const said = form.querySelector("[data-suggested]");
  let list = null;
  let asking, timer;

  input.type = "text"; // a search field may not be a combobox
  input.inputMode = "search";
  for (const [name, value] of Object.entries({ role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false" }))
    input.setAttribute(name, value);

  const options = () => [...(list?.children ?? [])];
  const chosen = () => options().findIndex((one) => one.ariaSelected === "true");

  function close() {
    clearTimeout(timer);
    asking?.abort();
    list?.remove();
    list = null;
    said.textContent = "";
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-controls");
    input.removeAttribute("aria-activedescendant");
  }

  function open(fresh) {
    close();
    if (!fresh?.children.length || document.activeElement !== input) return;
    list = fresh;
    list.id = `${input.id}-list`;
    list.ariaLabel = form.dataset.label;
    list.addEventListener("pointerdown", (event) => event.preventDefault()); // the box keeps the focus
    list.addEventListener("click", ({ target }) => target.closest("[role=option]") && choose(target.closest("[role=option]")));
    form.append(list);
    said.textContent = list.dataset.said;
    input.setAttribute("aria-expanded", "true");
    input.setAttribute("aria-controls", list.id);
  }

  async function ask() {
    asking?.abort();
    const typed = input.value.trim();
    if (typed.length < SHORTEST) return close();
    const own = (asking = new AbortController());
    try {
      const address = `${form.dataset.suggest}?${new URLSearchParams({ q: typed })}`;
      const answer = await fetch(address, { signal: own.signal });
      const text = answer.ok ? await answer.text() : "";
      if (own === asking && !own.signal.aborted) open(new DOMParser().parseFromString(text, "text/html").querySelector("[role=listbox]"));
    } catch {
      if (own === asking && !own.signal.aborted) close(); // the network is away: the form still works
    }
  }

  function move(by) {
    const all = options();
    const place = chosen();
    const next = (place + by + (place < 0 && by < 0 ? 1 : 0) + all.length) % all.length;
    all.forEach((one, index) => (one.ariaSelected = String(index === next)));
    all[next].scrollIntoView({ block: "nearest" });
    input.setAttribute("aria-activedescendant", all[next].id);
  }

  function choose(option) {
    const { url, value } = option.dataset;
    close();
    if (url) return location.assign(url);
    input.value = value;
    form.requestSubmit();
  }

  input.addEventListener("input", ({ isComposing }) => {
    clearTimeout(timer);
    if (!isComposing) timer = setTimeout(ask, AFTER_MS);
  });
  input.addEventListener("compositionend", () => (timer = setTimeout(ask, AFTER_MS)));
  input.addEventListener("blur", close);
  form.addEventListener("submit", close);
  input.addEventListener("keydown", (event) => {
    const way = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (event.isComposing || !list) return;
    if (way) move(way);
    else if (event.key === "Escape") close();
    else if (event.key === "Enter" && chosen() >= 0) choose(options()[chosen()]);
    else return;
    event.preventDefault();
  });
}

for (const form of document.querySelectorAll("form[data-suggest]")) start(form);

/** A link to pass on is copied by its button; without a script, or where copying is refused, it is selected by hand. */

for (const share of document.querySelectorAll("[data-share]")) {
  const [link, button, said] = ["input", "[data-copy]", "[data-copied]"].map((one) => share.querySelector(one));
  link.addEventListener("focus", () => link.select());
  if (!navigator.clipboard) continue;
  button.hidden = false;
  button.addEventListener("click", async () => {
    try {
      await navigator.clipboard.writeText(link.value);
      said.textContent = said.dataset.copied;
    } catch {
      link.focus(); // the browser refused: the link is selected, to be copied by hand
    }
  });
}

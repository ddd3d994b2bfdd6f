import { createHash } from "node:crypto";

/** What the page tells the script below by, once its buttons have learnt what they do. */
export const readyEvent = "mostrador:ready";

/**
 * Stands in every page before anything that can be clicked. Until the page's own scripts have come, a button can do nothing:
 * of what was clicked meanwhile (Enter in a form counts as its button) the last is done then, rather than nothing. A box is
 * ticked then, too, and what was chosen from a select is told to it again.
 */
export const earlyClicks = `(() => {
  let wanted;
  const chosen = new Set();
  const keep = (event) => {
    const control = event.target.closest("button, label:has([type=checkbox], [type=radio])");
    if (!control) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    wanted = control;
  };
  const note = (event) => event.target.localName === "select" && chosen.add(event.target);
  addEventListener("click", keep, true);
  addEventListener("change", note, true);
  addEventListener("${readyEvent}", () => {
    removeEventListener("click", keep, true);
    removeEventListener("change", note, true);
    for (const select of chosen) select.dispatchEvent(new Event("change", { bubbles: true }));
    if (wanted && wanted.isConnected) wanted.click();
  }, { once: true });
})();`;

/** By which a page's policy lets this one script run and no other. */
export const earlyClicksHash = `sha256-${createHash("sha256").update(earlyClicks).digest("base64")}`;

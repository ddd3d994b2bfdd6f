import { createHash } from "node:crypto";

/** What the page tells the script below by, once its buttons have learnt what they do. */
export const readyEvent = "mostrador:ready";

/**
 * Stands in every page before anything that can be clicked. Until the page's own scripts have come, a button can do nothing:
 * of what was clicked meanwhile (Enter in a form counts as its button) the last is done then, rather than nothing.
 */
export const earlyClicks = `(() => {
  let wanted;
  const keep = (event) => {
    const button = event.target.closest("button");
    if (!button) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    wanted = button;
  };
  addEventListener("click", keep, true);
  addEventListener("${readyEvent}", () => {
    removeEventListener("click", keep, true);
    if (wanted && wanted.isConnected) wanted.click();
  }, { once: true });
})();`;

/** By which a page's policy lets this one script run and no other. */
export const earlyClicksHash = `sha256-${createHash("sha256").update(earlyClicks).digest("base64")}`;

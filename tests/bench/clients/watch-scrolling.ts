import type { Page } from "@playwright/test";

export type Scrolling = {
  /** Milliseconds from each frame to the next. */
  frames: number[];
  /** Pixels by which what stood in the middle was moved by anything but the wheel, where it was any. */
  jumps: number[];
};

/** What happens on the screen from now on, while somebody turns the wheel over this element. */
export const startWatching = (page: Page, scroller: string) =>
  page.evaluate(watchScrolling, scroller);

export const stopWatching = (page: Page): Promise<Scrolling> =>
  page.evaluate(() => window.scrolling());

declare global {
  interface Window {
    scrolling: () => Scrolling;
  }
}

/** Runs in the page. Looks at each frame when all is laid out, after whoever looks at sizes too has had his say. */
function watchScrolling(selector: string) {
  const box = document.querySelector<HTMLElement>(selector)!;
  const marker = document.createElement("div");
  marker.style.cssText = "position: fixed; top: 0; height: 1px";
  document.body.append(marker);
  const scrollTop = Object.getOwnPropertyDescriptor(Element.prototype, "scrollTop")!;
  const where = () => scrollTop.get!.call(box) as number;
  let byItself = 0;
  Object.defineProperty(box, "scrollTop", {
    configurable: true,
    get: where,
    set: (value: number) => {
      const before = where();
      scrollTop.set!.call(box, value);
      byItself += where() - before;
    },
  });

  const spots = [0.5, 0.56, 0.44].flatMap((y) => [0.5, 0.3, 0.7].map((x) => [x, y] as const));
  const found: Scrolling = { frames: [], jumps: [] };
  let before: { element: Element; top: number; scrollTop: number } | undefined;
  const sizes = new ResizeObserver(() => {
    const turned = before ? where() - before.scrollTop - byItself : 0;
    byItself = 0;
    if (before?.element.isConnected) {
      const jump = before.element.getBoundingClientRect().top - before.top + turned;
      if (Math.abs(jump) >= 1) found.jumps.push(jump);
    }
    const { left, top, width, height } = box.getBoundingClientRect();
    // One of these is on a message: theirs are on the left, ours on the right, and a day takes a line.
    const element = spots
      .map(([x, y]) => document.elementFromPoint(left + width * x, top + height * y))
      .map((each) => each?.closest("article"))
      .find((each) => each);
    before = element
      ? { element, top: element.getBoundingClientRect().top, scrollTop: where() }
      : undefined;
  });
  sizes.observe(marker);
  let last: number | undefined;
  let request = 0;
  const onFrame = (now: number) => {
    if (last !== undefined) found.frames.push(now - last);
    last = now;
    marker.style.width = marker.style.width === "1px" ? "2px" : "1px";
    request = requestAnimationFrame(onFrame);
  };
  request = requestAnimationFrame(onFrame);
  window.scrolling = () => {
    cancelAnimationFrame(request);
    sizes.disconnect();
    marker.remove();
    delete (box as { scrollTop?: number }).scrollTop;
    return found;
  };
}

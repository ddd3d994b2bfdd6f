/** As much of an element as is asked about. */
export type ElementLike = {
  readonly localName: string;
  readonly type?: string | undefined;
  readonly isContentEditable?: boolean;
  getAttribute: (name: string) => string | null;
  readonly parentElement: ElementLike | null;
};

/** Text goes in there, or keys move through it. */
const writingRoles = new Set(["textbox", "searchbox", "combobox", "spinbutton"]);
const ownRoles = new Set(["dialog", "alertdialog", "menu", "menubar", "listbox", "application"]);
const pressedTypes = new Set(["checkbox", "radio", "button", "submit", "reset", "image", "file"]);

/** Whether somebody writes there: keys mean letters and nothing else. */
export const isWritten = (element: ElementLike | null): boolean =>
  someAround(element, (each) => {
    if (each.isContentEditable === true) return true;
    if (each.localName === "input") return !pressedTypes.has(each.type ?? "text");
    if (each.localName === "textarea" || each.localName === "select") return true;
    return writingRoles.has(each.getAttribute("role") ?? "");
  });

/** Whether it is in a dialog, a menu or a list of choices, which have keys of their own. */
export const hasOwnKeys = (element: ElementLike | null): boolean =>
  someAround(
    element,
    (each) => each.localName === "dialog" || ownRoles.has(each.getAttribute("role") ?? ""),
  );

function someAround(element: ElementLike | null, test: (each: ElementLike) => boolean) {
  for (let each = element; each; each = each.parentElement) if (test(each)) return true;
  return false;
}

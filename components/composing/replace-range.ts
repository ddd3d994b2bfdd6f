type Range = { start: number; end: number };

/** As if it were typed, so that Ctrl+Z takes it back; the caret comes to stand behind it. */
export function replaceRange(field: HTMLTextAreaElement, { start, end }: Range, text: string) {
  field.focus();
  field.setSelectionRange(start, end);
  if (document.execCommand("insertText", false, text)) return;
  field.setRangeText(text, start, end, "end");
  field.dispatchEvent(new Event("input", { bubbles: true }));
}

/** Where one is, with a space before it if a word ends there. */
export function insertWord(field: HTMLTextAreaElement, word: string) {
  const { selectionStart: start, selectionEnd: end, value } = field;
  const space = start > 0 && !/\s$/.test(value.slice(0, start)) ? " " : "";
  replaceRange(field, { start, end }, space + word);
}

export const insertHere = (field: HTMLTextAreaElement, text: string) =>
  replaceRange(field, { start: field.selectionStart, end: field.selectionEnd }, text);

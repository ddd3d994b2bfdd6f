/** NUL can't be stored by PostgreSQL, and a lone surrogate by nobody: both become U+FFFD. */
export const cleanText = (text: string) => text.toWellFormed().replaceAll("\0", "\uFFFD");

/** At most `length` UTF-16 units, never ending inside a character, line breaks as spaces. */
export function cutText(text: string, length: number) {
  const line = text.replace(/\s+/g, " ").trim();
  return line.length <= length
    ? line
    : `${line.slice(0, length - 1).replace(/[\uD800-\uDBFF]$/, "")}…`;
}

/** Without what turns the direction of whatever stands beside it. Words in Arabic or Hebrew need none of it. */
export const straighten = (text: string) => text.replace(/[\u202A-\u202E\u2066-\u2069]/g, "");

/** NUL can't be stored by PostgreSQL, and a lone surrogate by nobody: both become U+FFFD. */
export const cleanText = (text: string) => text.toWellFormed().replaceAll("\0", "\uFFFD");

/** At most `length` UTF-16 units, never ending inside a character, line breaks as spaces. */
export function cutText(text: string, length: number) {
  const line = text.replace(/\s+/g, " ").trim();
  return line.length <= length
    ? line
    : `${line.slice(0, length - 1).replace(/[\uD800-\uDBFF]$/, "")}…`;
}

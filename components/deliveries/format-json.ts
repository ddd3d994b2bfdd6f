const deepest = 100;

/**
 * JSON with a line for each value. No character of a value is touched: parsing would change what a number of twenty
 * digits says. What isn't JSON, or is nested beyond reading, is left as it came.
 */
export function formatJson(text: string): string {
  if (!isJson(text)) return text;
  let out = "";
  let depth = 0;
  const line = () => `\n${"  ".repeat(depth)}`;
  for (const [token] of text.matchAll(/"(?:[^"\\]|\\.)*"|[[\]{},:]|[^\s[\]{},:"]+/g)) {
    if (token === "{" || token === "[") {
      depth += 1;
      if (depth > deepest) return text;
      out += token + line();
    } else if (token === "}" || token === "]") {
      depth -= 1;
      const isEmpty = /[[{]\s*$/.test(out);
      out = isEmpty ? out.trimEnd() + token : out + line() + token;
    } else if (token === ",") out += token + line();
    else out += token === ":" ? ": " : token;
  }
  return out;
}

function isJson(text: string) {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

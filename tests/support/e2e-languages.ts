import { readFileSync } from "node:fs";
import type { Page } from "@playwright/test";

export type Locale = "es" | "en" | "pt";

type Messages = { [key: string]: string | Messages };

const messagesOf = (locale: Locale) =>
  JSON.parse(
    readFileSync(new URL(`../../lib/i18n/messages/${locale}.json`, import.meta.url), "utf8"),
  ) as Messages;

const flatten = (messages: Messages): string[] =>
  Object.values(messages).flatMap((value) => (typeof value === "string" ? value : flatten(value)));

const keysOf = (messages: Messages, prefix = ""): string[] =>
  Object.entries(messages).flatMap(([key, value]) =>
    typeof value === "string" ? `${prefix}${key}` : keysOf(value, `${prefix}${key}.`),
  );

/** Everything on the page that a person reads or has read to him, piece by piece. */
async function wordsOn(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const texts: string[] = [];
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
      const { parentElement, textContent } = walker.currentNode;
      if (!parentElement?.closest("script, style")) texts.push(textContent ?? "");
    }
    for (const element of document.querySelectorAll("*"))
      for (const name of ["aria-label", "placeholder", "title", "alt"])
        texts.push(element.getAttribute(name) ?? "");
    return [...new Set(texts.map((text) => text.trim()).filter((text) => text !== ""))];
  });
}

/** The pieces that stand there in another language than they should, or as a bare key. */
export async function strayWordsOn(page: Page, locale: Locale): Promise<string[]> {
  const right = new Set(flatten(messagesOf(locale)));
  const others = (["es", "en", "pt"] as const).filter((other) => other !== locale);
  const wrong = others.flatMap((other) => flatten(messagesOf(other))).filter((w) => !right.has(w));
  const sentences = new Set(wrong);
  const patterns = wrong.filter((words) => words.includes("{")).flatMap(toPattern);
  const keys = new Set(keysOf(messagesOf(locale)));
  return (await wordsOn(page)).filter(
    (words) =>
      sentences.has(words) || keys.has(words) || patterns.some((pattern) => pattern.test(words)),
  );
}

/** A message with simple places to fill in, as what it can become. */
function toPattern(message: string): RegExp[] {
  const parts = message.split(/\{\w+\}/);
  const fixed = parts.join("");
  if (fixed.includes("{") || fixed.trim().length < 4) return [];
  const escaped = parts.map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"));
  return [new RegExp(`^${escaped.join(".+")}$`, "s")];
}

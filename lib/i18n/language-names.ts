import type { Locale } from "@/lib/auth/schema";

/** Each by its own name, whatever language the reader has chosen. */
export const languageNames: Record<Locale, string> = {
  es: "Español",
  en: "English",
  pt: "Português",
};

import { type Locale, locales } from "@/lib/auth/schema";

/** The user's choice, else the browser's first language that we speak, else Spanish. */
export function chooseLocale(
  chosen: string | null | undefined,
  acceptLanguage: string | null,
): Locale {
  const wanted = (acceptLanguage ?? "")
    .split(",")
    .map((part) => {
      const [tag = "", ...parameters] = part.trim().split(";");
      const weight = parameters.find((parameter) => parameter.trim().startsWith("q="));
      return {
        tag: tag.toLowerCase().split("-")[0],
        weight: weight ? Number(weight.trim().slice(2)) : 1,
      };
    })
    .sort((a, b) => b.weight - a.weight)
    .map(({ tag }) => tag);
  const known = [chosen, ...wanted].find((tag) => locales.some((locale) => locale === tag));
  return (known as Locale | undefined) ?? "es";
}

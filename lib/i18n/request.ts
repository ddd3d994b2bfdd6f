import { cookies, headers } from "next/headers";
import { getRequestConfig } from "next-intl/server";
import { chooseLocale } from "./choose-locale";
import en from "./messages/en.json";
import es from "./messages/es.json";
import pt from "./messages/pt.json";

const messages = { es, en, pt };

/** The cookie goes with the account's language, so that a page needn't ask the database for it. */
export default getRequestConfig(async () => {
  const chosen = (await cookies()).get("locale")?.value;
  const locale = chooseLocale(chosen, (await headers()).get("accept-language"));
  return { locale, messages: messages[locale], timeZone: "UTC" };
});

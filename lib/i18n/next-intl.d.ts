import type { Locale } from "@/lib/auth/schema";
import type messages from "./messages/es.json";

declare module "next-intl" {
  interface AppConfig {
    Locale: Locale;
    Messages: typeof messages;
  }
}

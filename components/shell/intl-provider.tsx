"use client";

import { type AbstractIntlMessages, NextIntlClientProvider } from "next-intl";
import type { ReactNode } from "react";
import type { Locale } from "@/lib/auth/schema";

type Props = { locale: Locale; messages: AbstractIntlMessages; children: ReactNode };

/** Times are shown in the zone of who looks, not of the server. */
export const IntlProvider = ({ locale, messages, children }: Props) => (
  <NextIntlClientProvider
    locale={locale}
    messages={messages}
    timeZone={Intl.DateTimeFormat().resolvedOptions().timeZone}
  >
    {children}
  </NextIntlClientProvider>
);

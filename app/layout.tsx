import "@fontsource-variable/inter/index.css";
import "./globals.css";
import type { Metadata, Viewport } from "next";
import { cookies, headers } from "next/headers";
import { getLocale, getMessages } from "next-intl/server";
import type { ReactNode } from "react";
import { EarlyClicks } from "@/components/shell/early-clicks";
import { IntlProvider } from "@/components/shell/intl-provider";
import { StyleNonce } from "@/components/shell/style-nonce";
import { earlyClicks, readyEvent } from "@/lib/http/early-clicks";

export const metadata: Metadata = {
  title: { default: "Mostrador", template: "%s · Mostrador" },
  robots: { index: false, follow: false },
};

export const viewport: Viewport = { width: "device-width", initialScale: 1 };

export default async function RootLayout({ children }: { children: ReactNode }) {
  const locale = await getLocale();
  const theme = (await cookies()).get("theme")?.value;
  const nonce = (await headers()).get("x-style-nonce") ?? "";
  return (
    <html lang={locale} {...(theme === "light" || theme === "dark" ? { "data-theme": theme } : {})}>
      <head>
        <StyleNonce nonce={nonce} />
        <EarlyClicks script={earlyClicks} readyEvent={readyEvent} />
      </head>
      <body>
        <IntlProvider locale={locale} messages={await getMessages()}>
          {children}
        </IntlProvider>
      </body>
    </html>
  );
}

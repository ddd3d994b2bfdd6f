import "@fontsource-variable/inter/index.css";
import "./globals.css";
import type { Metadata, Viewport } from "next";
import { cookies } from "next/headers";
import { getLocale, getMessages } from "next-intl/server";
import type { ReactNode } from "react";
import { IntlProvider } from "@/components/shell/intl-provider";

export const metadata: Metadata = {
  title: { default: "Mostrador", template: "%s · Mostrador" },
  robots: { index: false, follow: false },
};

export const viewport: Viewport = { width: "device-width", initialScale: 1 };

export default async function RootLayout({ children }: { children: ReactNode }) {
  const locale = await getLocale();
  const theme = (await cookies()).get("theme")?.value;
  return (
    <html lang={locale} {...(theme === "light" || theme === "dark" ? { "data-theme": theme } : {})}>
      <body>
        <IntlProvider locale={locale} messages={await getMessages()}>
          {children}
        </IntlProvider>
      </body>
    </html>
  );
}

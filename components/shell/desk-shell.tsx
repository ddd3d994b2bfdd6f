"use client";

import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { useLocale } from "next-intl";
import { type ComponentType, type ReactNode, useEffect, useState } from "react";
import { I18nProvider } from "react-aria-components/I18nProvider";
import { ClosingProvider } from "@/components/closing/closing-provider";
import { KeyboardProvider } from "@/components/keyboard/keyboard-provider";
import { ToastArea } from "@/components/ui/toast";
import { RequestError } from "@/lib/http/request-json";
import { useLiveAccount } from "@/lib/users/client";
import type { Account } from "@/lib/users/schema";
import { AccountContext } from "./account-context";
import { DiskBanner } from "./disk-banner";
import { LiveUpdates } from "./live-updates";
import { Navigation } from "./navigation";

const regions = { es: "es-EC", en: "en-US", pt: "pt-BR" };

type Props = { account: Account; diskNearlyFull: boolean; children: ReactNode };

/** Around every screen of the desk: who is signed in, the caches, the live stream, the navigation. */
export function DeskShell({ account, diskNearlyFull, children }: Props) {
  const locale = useLocale();
  const [queries] = useState(makeQueryClient);
  return (
    <QueryClientProvider client={queries}>
      <I18nProvider locale={regions[locale]}>
        <SignedIn account={account}>
          <LiveUpdates>
            <KeyboardProvider>
              <ClosingProvider>
                <div className="flex h-dvh flex-col">
                  <DiskBanner initially={diskNearlyFull} />
                  <div className="flex min-h-0 flex-1 flex-col sm:flex-row">
                    <Navigation />
                    <main className="min-h-0 min-w-0 flex-1">{children}</main>
                  </div>
                </div>
                <ToastArea />
                <LaterNotifications />
              </ClosingProvider>
            </KeyboardProvider>
          </LiveUpdates>
        </SignedIn>
      </I18nProvider>
    </QueryClientProvider>
  );
}

const SignedIn = ({ account, children }: { account: Account; children: ReactNode }) => (
  <AccountContext value={useLiveAccount(account)}>{children}</AccountContext>
);

const loadAfterMs = 300;
const loadAgainMs = 5_000;

/** Not needed to see the page, so it comes after it; a desk that is away is asked again. */
function LaterNotifications() {
  const [Loaded, setLoaded] = useState<ComponentType>();
  useEffect(() => {
    let timer = setTimeout(load, loadAfterMs);
    function load() {
      import("@/components/notifications/notifications").then(
        ({ Notifications }) => setLoaded(() => Notifications),
        () => {
          timer = setTimeout(load, loadAgainMs);
        },
      );
    }
    return () => clearTimeout(timer);
  }, []);
  return Loaded && <Loaded />;
}

/** The stream keeps what is cached right, so nothing is fetched again because time has passed. */
const makeQueryClient = () =>
  new QueryClient({
    defaultOptions: {
      queries: {
        staleTime: Number.POSITIVE_INFINITY,
        refetchOnWindowFocus: false,
        retry: (failures, error) => {
          const final = ["unauthenticated", "forbidden", "not_found", "bad_input"];
          return failures < 3 && !(error instanceof RequestError && final.includes(error.code));
        },
        retryDelay: (failures) => Math.min(500 * 2 ** failures, 8_000) * (0.5 + Math.random()),
      },
    },
  });

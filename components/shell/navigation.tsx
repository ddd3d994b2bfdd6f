"use client";

import dynamic from "next/dynamic";
import Link from "next/link";
import { usePathname } from "next/navigation";
import { useTranslations } from "next-intl";
import { AccountMenu } from "./account-menu";
import { Logo } from "./logo";
import { usePlaces } from "./use-places";

const AlarmMark = dynamic(
  () => import("@/components/deliveries/alarm-mark").then((module) => module.AlarmMark),
  { ssr: false },
);

/** A rail on the left; on a phone a bar at the top, out of the way while a conversation is read. */
export function Navigation() {
  const t = useTranslations("nav");
  const path = usePathname();
  const reading = /^\/conversations\/./.test(path);
  const places = usePlaces();
  return (
    <nav
      aria-label={t("label")}
      className={`${reading ? "hidden sm:flex" : "flex"} shrink-0 items-center gap-1 border-line border-b bg-canvas px-3 py-2 sm:w-16 sm:flex-col sm:border-r sm:border-b-0 sm:px-2 sm:py-3`}
    >
      <span className="mr-2 sm:mr-0 sm:mb-3">
        <Logo size={28} />
      </span>
      {places.map(({ href, name, icon: Icon }) => {
        const here = path.startsWith(href);
        return (
          <Link
            key={href}
            href={href}
            prefetch={false}
            aria-current={here ? "page" : undefined}
            title={name}
            className={`relative flex size-10 items-center justify-center rounded-md transition-colors duration-100 ${here ? "bg-accent-soft text-accent-strong" : "text-ink-soft hover:bg-sunken hover:text-ink"}`}
          >
            <Icon size={20} aria-hidden />
            <span className="sr-only">{name}</span>
            {href === "/admin/deliveries" && <AlarmMark />}
          </Link>
        );
      })}
      <span className="ml-auto sm:mt-auto sm:ml-0">
        <AccountMenu />
      </span>
    </nav>
  );
}

"use client";

import {
  Folder,
  History,
  MessageSquareQuote,
  MessagesSquare,
  ScrollText,
  SlidersHorizontal,
  Users,
  Webhook,
} from "lucide-react";
import { useTranslations } from "next-intl";
import { useAccount } from "./account-context";

/** The screens that the signed-in agent may go to. */
export function usePlaces() {
  const t = useTranslations("nav");
  const { role } = useAccount();
  return [
    { href: "/conversations", name: t("conversations"), icon: MessagesSquare },
    { href: "/closes", name: t("closes"), icon: History },
    { href: "/answers", name: t("answers"), icon: MessageSquareQuote },
    ...(role === "agent"
      ? []
      : [{ href: "/admin/closing", name: t("closing"), icon: SlidersHorizontal }]),
    ...(role === "admin"
      ? [
          { href: "/admin/projects", name: t("projects"), icon: Folder },
          { href: "/admin/deliveries", name: t("deliveries"), icon: Webhook },
          { href: "/admin/users", name: t("users"), icon: Users },
          { href: "/admin/audit", name: t("audit"), icon: ScrollText },
        ]
      : []),
  ];
}

import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { ConversationsScreen } from "@/components/conversations/conversations-screen";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("nav"))("conversations") };
}

/** One page for the list and every conversation: choosing another one changes the address and asks no server for a page. */
export default function ConversationsPage() {
  return <ConversationsScreen />;
}

import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { UsersScreen } from "@/components/admin/users-screen";
import { OnlyFor } from "../only-for";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("nav"))("users") };
}

export default function UsersPage() {
  return (
    <OnlyFor roles={["admin"]}>
      <UsersScreen />
    </OnlyFor>
  );
}

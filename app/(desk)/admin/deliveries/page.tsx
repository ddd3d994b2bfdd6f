import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { DeliveriesScreen } from "@/components/deliveries/deliveries-screen";
import { OnlyFor } from "../only-for";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("nav"))("deliveries") };
}

export default function DeliveriesPage() {
  return (
    <OnlyFor roles={["admin"]}>
      <DeliveriesScreen />
    </OnlyFor>
  );
}

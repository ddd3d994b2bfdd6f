"use client";

import { useTranslations } from "next-intl";
import type { Delivery } from "@/lib/deliveries/schema";
import { Effect, Ids, OpenButton, Repeats, Verdict, When } from "./delivery-parts";

type Props = { items: Delivery[]; onOpen: (id: string) => void };

const columns = [
  ["when", "w-40"],
  ["event", ""],
  ["verdict", "w-[32%]"],
  ["effect", "w-[18%]"],
  ["repeats", "w-[16%]"],
] as const;

export function DeliveryTable({ items, onOpen }: Props) {
  const t = useTranslations("deliveries");
  return (
    <div className="overflow-hidden rounded-lg border border-line bg-surface">
      <table aria-label={t("title")} className="w-full table-fixed text-left text-sm">
        <thead className="border-line border-b text-ink-soft text-xs">
          <tr>
            {columns.map(([name, look]) => (
              <th key={name} scope="col" className={`px-3 py-2 font-medium ${look}`}>
                {t(`columns.${name}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody className="divide-y divide-line">
          {items.map((item) => (
            <tr key={item.id} className="align-top hover:bg-hover [&>*]:px-3 [&>*]:py-2">
              <td className="text-ink-soft">
                <When at={item.at} />
              </td>
              <th scope="row" className="font-normal">
                <OpenButton item={item} onOpen={onOpen} />
                <Ids item={item} />
              </th>
              <td>
                <Verdict item={item} />
              </td>
              <td>
                <Effect item={item} />
              </td>
              <td>
                <Repeats item={item} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

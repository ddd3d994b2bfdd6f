"use client";

import { EllipsisVertical, Plus } from "lucide-react";
import { useTranslations } from "next-intl";
import type { ReactNode, Ref } from "react";
import { QueryFaces } from "@/components/admin/query-faces";
import { Button } from "@/components/ui/button";
import { Menu } from "@/components/ui/menu";
import type { MenuSections } from "@/components/ui/menu-popover";

type ItemsProps<Item> = {
  title: string;
  empty: string;
  items: Item[];
  children: (item: Item, index: number, all: Item[]) => ReactNode;
};

/** Rows, or that there are none. */
export function SetupItems<Item>({ title, empty, items, children }: ItemsProps<Item>) {
  if (items.length === 0) return <p className="text-ink-soft">{empty}</p>;
  return (
    <ul aria-label={title} className="divide-y divide-line rounded-md border border-line">
      {items.map(children)}
    </ul>
  );
}

type Props<Item> = {
  query: {
    data: Item[] | undefined;
    isPending: boolean;
    isError: boolean;
    refetch: () => Promise<unknown>;
  };
  words: Record<"title" | "loading" | "failed" | "empty" | "add", string>;
  onAdd: () => void;
  addRef: Ref<HTMLButtonElement>;
  children: ItemsProps<Item>["children"];
};

/** What a project has of one kind, with a button for one more. */
export function SetupList<Item>({ query, words, onAdd, addRef, children }: Props<Item>) {
  const t = useTranslations("closingSetup");
  const { data } = query;
  return (
    <>
      <QueryFaces
        query={query}
        loading={words.loading}
        failed={words.failed}
        tryAgain={t("tryAgain")}
      />
      {data && (
        <>
          <SetupItems title={words.title} empty={words.empty} items={data}>
            {children}
          </SetupItems>
          <div>
            <Button ref={addRef} onPress={onAdd}>
              <Plus size={15} aria-hidden />
              {words.add}
            </Button>
          </div>
        </>
      )}
    </>
  );
}

type RowProps = {
  name: string;
  badge?: ReactNode;
  details?: ReactNode;
  lead?: ReactNode;
  failure?: ReactNode;
  /** Left out where one may only read it, as `menu` is. */
  onEdit?: (() => void) | undefined;
  menu?: MenuSections[number]["items"];
};

export function SetupRow({ name, badge, details, lead, failure, onEdit, menu = [] }: RowProps) {
  const t = useTranslations("closingSetup");
  const more = t("more", { name });
  return (
    <li className="flex flex-col gap-2 py-2 pr-2 pl-3">
      <div className="flex items-center gap-2">
        {lead}
        <div className="min-w-0 flex-1">
          <p className="flex flex-wrap items-center gap-x-2">
            <span className="min-w-0 break-words font-medium">{name}</span>
            {badge}
          </p>
          {details && <p className="break-words text-ink-soft text-sm">{details}</p>}
        </div>
        {onEdit && (
          <Button size="small" onPress={onEdit} aria-label={t("editName", { name })}>
            {t("edit")}
          </Button>
        )}
        {menu.length > 0 && (
          <Menu
            label={more}
            className="flex size-7 shrink-0 items-center justify-center rounded-md text-ink-soft hover:bg-hover hover:text-ink"
            sections={[{ items: menu }]}
          >
            <EllipsisVertical size={16} aria-hidden />
          </Menu>
        )}
      </div>
      {failure}
    </li>
  );
}

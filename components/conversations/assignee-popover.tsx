"use client";

import { Check, Search } from "lucide-react";
import { useTranslations } from "next-intl";
import type { ReactNode, RefObject } from "react";
import { Autocomplete } from "react-aria-components/Autocomplete";
import { Dialog } from "react-aria-components/Dialog";
import { Input } from "react-aria-components/Input";
import { ListBox, ListBoxItem } from "react-aria-components/ListBox";
import { Popover } from "react-aria-components/Popover";
import { TextField } from "react-aria-components/TextField";
import { useAccount } from "@/components/shell/account-context";
import { Skeleton } from "@/components/ui/skeleton";
import type { Conversation } from "@/lib/conversations/schema";
import { foldText } from "@/lib/i18n/fold-text";
import type { Colleague } from "@/lib/users/schema";
import { Avatar } from "./avatar";

type Props = {
  people: Colleague[] | undefined;
  isFailed: boolean;
  assigneeId: string | undefined;
  triggerRef: RefObject<HTMLElement | null>;
  isOpen: boolean;
  onOpenChange: (isOpen: boolean) => void;
  onAssign: (assignee: Conversation["assignee"]) => void;
};

const nobody = "nobody";
/** With more people than this one looks for a name sooner than one reads them all. */
const fewPeople = 7;

/** Myself, nobody, and everybody else of the project. */
export function AssigneePopover({ people, isFailed, triggerRef, ...props }: Props) {
  const t = useTranslations("assigning");
  const { isOpen, onOpenChange } = props;
  return (
    <Popover
      triggerRef={triggerRef}
      isOpen={isOpen}
      onOpenChange={onOpenChange}
      placement="bottom end"
      className="flex w-72 max-w-[calc(100vw-1.5rem)] animate-appear flex-col rounded-md border border-line bg-raised shadow-pop"
    >
      {/* Made anew when the people come, so that the focus goes to them as it does where they were there before. */}
      <Dialog
        key={people ? "people" : "waiting"}
        aria-label={t("title")}
        className="flex min-h-0 flex-col outline-none"
      >
        {people ? (
          <People {...props} people={people} />
        ) : isFailed ? (
          <p role="alert" className="p-3 text-alert text-sm">
            {t("peopleFailed")}
          </p>
        ) : (
          <div role="status" aria-label={t("loading")} className="flex flex-col gap-2 p-3">
            <Skeleton className="h-5 w-2/3" />
            <Skeleton className="h-5 w-1/2" />
          </div>
        )}
      </Dialog>
    </Popover>
  );
}

type PeopleProps = Omit<Props, "isFailed" | "triggerRef" | "people"> & { people: Colleague[] };

function People({ people, assigneeId, onOpenChange, onAssign }: PeopleProps) {
  const t = useTranslations("assigning");
  const me = useAccount();
  const others = people.filter(({ id }) => id !== me.id);
  const choose = (id: string) => {
    onOpenChange(false);
    const person = id === me.id ? me : others.find((each) => each.id === id);
    onAssign(person ? { id: person.id, name: person.name } : null);
  };
  const isMany = others.length > fewPeople;
  const list = (
    <ListBox
      aria-label={t("title")}
      selectionMode="single"
      disallowEmptySelection
      selectedKeys={[assigneeId ?? nobody]}
      onSelectionChange={(keys) => {
        const [key] = keys;
        if (keys !== "all" && key !== undefined) choose(String(key));
      }}
      {...(isMany ? {} : { autoFocus: true })}
      className="max-h-80 min-h-0 overflow-y-auto p-1 outline-none"
      renderEmptyState={() => (
        <p className="px-2 py-4 text-center text-ink-soft text-sm">{t("nobodyFound")}</p>
      )}
    >
      <Choice
        id={me.id}
        name={t("me", { name: me.name })}
        avatar={<Avatar name={me.name} isMe />}
      />
      <Choice
        id={nobody}
        name={t("nobody")}
        avatar={<span className="size-5 rounded-full border border-line-strong border-dashed" />}
      />
      {others.map(({ id, name }) => (
        <Choice key={id} id={id} name={name} avatar={<Avatar name={name} />} />
      ))}
    </ListBox>
  );
  if (!isMany) return list;
  return (
    <Autocomplete filter={(name, typed) => foldText(name).includes(foldText(typed))}>
      <TextField
        aria-label={t("search")}
        type="search"
        autoFocus
        className="flex shrink-0 items-center gap-2 border-line border-b px-3"
      >
        <Search size={15} aria-hidden className="shrink-0 text-ink-faint" />
        <Input
          placeholder={t("search")}
          className="h-10 min-w-0 flex-1 bg-transparent outline-none placeholder:text-ink-faint [&::-webkit-search-cancel-button]:hidden"
        />
      </TextField>
      {list}
    </Autocomplete>
  );
}

type ChoiceProps = { id: string; name: string; avatar: ReactNode };

const Choice = ({ id, name, avatar }: ChoiceProps) => (
  <ListBoxItem
    id={id}
    textValue={name}
    className="flex cursor-pointer items-center gap-2 rounded px-2 py-1.5 outline-none data-[focused]:bg-hover"
  >
    {({ isSelected }) => (
      <>
        {avatar}
        <span className="min-w-0 flex-1 truncate">{name}</span>
        {isSelected && <Check size={14} aria-hidden className="shrink-0 text-accent" />}
      </>
    )}
  </ListBoxItem>
);

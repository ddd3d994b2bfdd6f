"use client";

import { Check, Search } from "lucide-react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { Autocomplete } from "react-aria-components/Autocomplete";
import { Dialog } from "react-aria-components/Dialog";
import { Header } from "react-aria-components/Header";
import { Input } from "react-aria-components/Input";
import { ListBox, ListBoxItem, ListBoxSection } from "react-aria-components/ListBox";
import { Modal, ModalOverlay } from "react-aria-components/Modal";
import { TextField } from "react-aria-components/TextField";
import { flushSync } from "react-dom";
import { useAccount } from "@/components/shell/account-context";
import { KeyCaps } from "./key-caps";
import { type Entry, matchEntries } from "./match-entries";
import { readRecent, rememberEntry } from "./remember-entry";
import { useFoundConversations } from "./use-found-conversations";
import { usePaletteEntries } from "./use-palette-entries";

/** Everything that can be done or gone to from here, by writing a part of its name. */
export function Palette({ onClose }: { onClose: () => void }) {
  const t = useTranslations("palette");
  const { id: userId } = useAccount();
  const [text, setText] = useState("");
  const [recent] = useState(() => readRecent(userId));
  const groupNames = useTranslations("palette.groups");
  const conversations = useFoundConversations(text);
  const sections = matchEntries(
    usePaletteEntries(),
    conversations.entries,
    recent,
    text,
    groupNames,
  );

  const run = (entry: Entry) => {
    if (entry.group !== "conversations") rememberEntry(userId, entry.id);
    // Gone before the focus goes elsewhere, and after it has given the focus back.
    flushSync(onClose);
    requestAnimationFrame(() => entry.run());
  };

  return (
    <ModalOverlay
      isOpen
      isDismissable
      onOpenChange={(open) => !open && onClose()}
      className="fixed inset-0 z-40 flex h-(--visual-viewport-height) items-start justify-center bg-veil p-3 sm:pt-[12vh]"
    >
      <Modal className="flex max-h-full w-full max-w-150 animate-appear flex-col overflow-hidden rounded-lg bg-surface shadow-pop sm:max-h-[70vh]">
        <Dialog aria-label={t("title")} className="flex min-h-0 flex-col outline-none">
          <Autocomplete inputValue={text} onInputChange={setText}>
            <TextField
              aria-label={t("search")}
              type="search"
              autoFocus
              className="flex shrink-0 items-center gap-2 border-line border-b px-4"
            >
              <Search size={16} aria-hidden className="shrink-0 text-ink-faint" />
              <Input
                role="combobox"
                aria-expanded
                placeholder={t("search")}
                className="h-12 min-w-0 flex-1 bg-transparent text-lg outline-none placeholder:text-ink-faint [&::-webkit-search-cancel-button]:hidden"
              />
            </TextField>
            <ListBox
              aria-label={t("results")}
              className="min-h-0 overflow-y-auto p-1.5 outline-none"
              renderEmptyState={() => (
                <p className="px-3 py-6 text-center text-ink-soft">
                  {conversations.isSearching ? t("searching") : t("nothing", { q: text.trim() })}
                </p>
              )}
            >
              {sections.map(({ group, entries }) => (
                <ListBoxSection key={group} id={group} className="not-first:mt-2">
                  <Header className="px-2.5 py-1 text-ink-faint text-xs">
                    {groupNames(group)}
                  </Header>
                  {entries.map((entry) => (
                    <ListBoxItem
                      key={entry.id}
                      id={entry.id}
                      textValue={entry.name}
                      onAction={() => run(entry)}
                      className="flex min-h-9 cursor-pointer items-center gap-3 rounded-md px-2.5 py-1.5 outline-none data-[focused]:bg-accent-soft hover:bg-hover"
                    >
                      <EntryLine entry={entry} />
                    </ListBoxItem>
                  ))}
                </ListBoxSection>
              ))}
            </ListBox>
          </Autocomplete>
          {conversations.isFailed && (
            <p role="alert" className="border-line border-t px-4 py-2 text-alert text-sm">
              {t("failed")}
            </p>
          )}
        </Dialog>
      </Modal>
    </ModalOverlay>
  );
}

const EntryLine = ({ entry: { name, detail, combo, isChosen } }: { entry: Entry }) => (
  <>
    <span className="min-w-0 flex-1 truncate">
      {name}
      {detail && <span className="ml-2 text-ink-faint text-sm tabular-nums">{detail}</span>}
    </span>
    {isChosen && <Check size={14} aria-hidden className="shrink-0 text-accent" />}
    {combo && <KeyCaps combo={combo} />}
  </>
);

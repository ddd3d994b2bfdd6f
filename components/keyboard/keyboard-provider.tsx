"use client";

import dynamic from "next/dynamic";
import {
  createContext,
  type ReactNode,
  Suspense,
  use,
  useEffect,
  useMemo,
  useRef,
  useState,
} from "react";
import { useAccount } from "@/components/shell/account-context";
import { type ActionId, actions, combosOf } from "./actions";
import { hasOwnKeys, isWritten } from "./is-writing";
import { isTyped, toCombo } from "./match-combo";
import { isMac } from "./platform";

const loadPalette = () => import("./palette");
const loadHelp = () => import("./help-sheet");
const Palette = dynamic(() => loadPalette().then((module) => module.Palette));
const HelpSheet = dynamic(() => loadHelp().then((module) => module.HelpSheet));
/** So that what is typed right after its key goes into the palette. */
const loadAfterMs = 2_000;

type Handler = {
  run: () => void;
  /** Asked when it is wanted, not when it is drawn; without it the action is always possible. */
  isEnabled?: () => boolean;
};

/** What the palette offers besides the actions: a project to look at. */
type Choice = { id: string; name: string; isChosen: boolean; run: () => void };

type Registry = {
  handlers: Map<ActionId, { current: Handler }[]>;
  choices: Set<{ current: () => Choice[] }>;
};

const KeyboardContext = createContext<Registry | null>(null);

export function useKeyboard(): Registry {
  const registry = use(KeyboardContext);
  if (!registry) throw new Error("useKeyboard outside of the desk's shell");
  return registry;
}

/** Makes an action possible for as long as the component is there: by its key and in the palette. */
export function useAction(id: ActionId, handler: Handler) {
  const { handlers } = useKeyboard();
  const latest = useRef(handler);
  useEffect(() => {
    latest.current = handler;
  });
  useEffect(() => {
    handlers.set(id, [...(handlers.get(id) ?? []), latest]);
    return () => {
      handlers.set(
        id,
        (handlers.get(id) ?? []).filter((each) => each !== latest),
      );
    };
  }, [id, handlers]);
}

/** Offers choices in the palette for as long as the component is there; they are made when it opens. */
export function useChoices(make: () => Choice[]) {
  const { choices } = useKeyboard();
  const latest = useRef(make);
  useEffect(() => {
    latest.current = make;
  });
  useEffect(() => {
    choices.add(latest);
    return () => {
      choices.delete(latest);
    };
  }, [choices]);
}

/** What would do it now: the one that came last, if it is possible. */
export const findHandler = ({ handlers }: Registry, id: ActionId) =>
  handlers.get(id)?.findLast(({ current }) => current.isEnabled?.() ?? true)?.current;

/** Knows what can be done by keys, does it when they are pressed, and holds the palette and the help sheet. */
export function KeyboardProvider({ children }: { children: ReactNode }) {
  const registry = useMemo<Registry>(() => ({ handlers: new Map(), choices: new Set() }), []);
  return (
    <KeyboardContext value={registry}>
      {children}
      <Sheets />
    </KeyboardContext>
  );
}

function Sheets() {
  const registry = useKeyboard();
  const [open, setOpen] = useState<"palette" | "help">();
  const shut = () => setOpen(undefined);
  // Without the desk there is nothing to show.
  const show = (sheet: "palette" | "help", loading: Promise<unknown>) =>
    void loading.then(
      () => setOpen(sheet),
      () => {},
    );
  useAction("palette", { run: () => show("palette", loadPalette()) });
  useAction("help", { run: () => show("help", loadHelp()) });
  useKeys(registry);
  useEffect(() => {
    const timer = setTimeout(() => void loadPalette().catch(() => {}), loadAfterMs);
    return () => clearTimeout(timer);
  }, []);
  return (
    <Suspense fallback={null}>
      {open === "palette" && <Palette onClose={shut} />}
      {open === "help" && <HelpSheet onClose={shut} />}
    </Suspense>
  );
}

function useKeys(registry: Registry) {
  const { keys } = useAccount().preferences;
  useEffect(() => {
    const combos = combosOf(keys);
    const onKeyDown = (event: KeyboardEvent) => {
      const combo = event.isComposing ? undefined : toCombo(event, isMac());
      const action = actions.find(({ id }) => combo !== undefined && combos[id] === combo);
      if (!combo || !action || (event.repeat && !action.repeats)) return;
      const [target] = event.composedPath();
      const element = target instanceof Element ? target : null;
      const writing = isWritten(element) && (isTyped(combo) || !action.whileWriting);
      if (writing || hasOwnKeys(element) || document.querySelector(modal)) return;
      const handler = findHandler(registry, action.id);
      if (!handler) return;
      event.preventDefault();
      event.stopPropagation();
      handler.run();
    };
    // Before a list takes a letter for the beginning of a name.
    window.addEventListener("keydown", onKeyDown, { capture: true });
    return () => window.removeEventListener("keydown", onKeyDown, { capture: true });
  }, [registry, keys]);
}

const modal = "[role=dialog], [role=alertdialog], dialog[open]";

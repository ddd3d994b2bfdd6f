import type { ReactNode } from "react";
import { Logo } from "./logo";

type Props = { title: string; intro: string; children: ReactNode };

/** What one sees before one is in. */
export const EntryCard = ({ title, intro, children }: Props) => (
  <main className="flex min-h-full items-center justify-center p-4">
    <div className="flex w-full max-w-96 flex-col gap-6 rounded-lg border border-line bg-surface p-6 sm:p-8">
      <header className="flex flex-col gap-3">
        <span className="flex items-center gap-2 font-semibold text-lg">
          <Logo /> Mostrador
        </span>
        <div>
          <h1 className="font-semibold text-xl">{title}</h1>
          <p className="text-ink-soft">{intro}</p>
        </div>
      </header>
      {children}
    </div>
  </main>
);

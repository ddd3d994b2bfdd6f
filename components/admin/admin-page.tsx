import { type ReactNode, useId } from "react";

type Props = { title: string; intro: string; action?: ReactNode; children: ReactNode };

export const AdminPage = ({ title, intro, action, children }: Props) => (
  <div className="relative h-full overflow-y-auto">
    <div className="mx-auto flex max-w-240 flex-col gap-6 px-4 py-6 sm:px-8 sm:py-8">
      <header className="flex flex-wrap items-start justify-between gap-3">
        <div className="min-w-0">
          <h1 className="font-semibold text-xl">{title}</h1>
          <p className="max-w-140 text-ink-soft">{intro}</p>
        </div>
        {action}
      </header>
      {children}
    </div>
  </div>
);

type SectionProps = {
  title: string;
  hint?: string;
  /** Where a link of the page may lead to. */
  anchor?: string;
  children: ReactNode;
};

/** A group of settings: what it is about on the left, the settings on the right. */
export function Section({ title, hint, anchor, children }: SectionProps) {
  const id = useId();
  return (
    <section
      id={anchor}
      aria-labelledby={id}
      className="grid gap-3 border-line border-t py-5 first:border-t-0 lg:grid-cols-[220px_1fr] lg:gap-8"
    >
      <div>
        <h3 id={id} className="font-semibold">
          {title}
        </h3>
        {hint && <p className="text-ink-soft text-sm">{hint}</p>}
      </div>
      <div className="flex min-w-0 flex-col gap-4">{children}</div>
    </section>
  );
}

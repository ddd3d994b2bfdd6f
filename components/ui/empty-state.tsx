import type { ReactNode } from "react";

type Props = { icon: ReactNode; title: string; children?: ReactNode; action?: ReactNode };

/** The face of a place with nothing in it: what it is for, and the next step. */
export const EmptyState = ({ icon, title, children, action }: Props) => (
  <div className="flex h-full flex-col items-center justify-center gap-2 px-6 py-10 text-center">
    <span aria-hidden className="text-ink-faint">
      {icon}
    </span>
    <p className="font-medium">{title}</p>
    {children && <p className="max-w-80 text-ink-soft text-sm">{children}</p>}
    {action && <div className="pt-2">{action}</div>}
  </div>
);

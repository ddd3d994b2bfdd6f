import { CircleAlert, Info } from "lucide-react";
import type { ReactNode } from "react";

type Props = {
  tone?: "quiet" | "alert" | "accent";
  children: ReactNode;
  actions?: ReactNode;
  live?: boolean;
};

const tones = {
  quiet: "bg-sunken text-ink-soft",
  accent: "bg-accent-soft text-ink",
  alert: "bg-alert-soft text-ink",
};

/** A few words that stay: what happened and what one can do. */
export function Notice({ tone = "quiet", children, actions, live }: Props) {
  const Icon = tone === "alert" ? CircleAlert : Info;
  return (
    <div
      {...(live ? { role: tone === "alert" ? "alert" : "status" } : {})}
      className={`flex flex-wrap items-start gap-x-3 gap-y-2 rounded-md px-3 py-2 ${tones[tone]}`}
    >
      <Icon
        size={16}
        aria-hidden
        className={`mt-0.5 shrink-0 ${tone === "alert" ? "text-alert" : tone === "accent" ? "text-accent" : "text-ink-faint"}`}
      />
      <div className="min-w-0 flex-1 basis-48 break-words">{children}</div>
      {actions && <div className="flex flex-wrap gap-2">{actions}</div>}
    </div>
  );
}

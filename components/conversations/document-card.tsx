import { Download, ExternalLink } from "lucide-react";
import { useFormatter, useTranslations } from "next-intl";
import type { Media } from "./read-media";

/** A file by its name, kind and size; ours is downloaded, the customer's opened in a tab of its own. */
export function DocumentCard({ media }: { media: Media }) {
  const t = useTranslations("message");
  const { address, isOurs, filename, size } = media;
  const name = filename || t("types.document");
  const kind = kindOf(media);
  const words = useSize(size);
  const Icon = isOurs ? Download : ExternalLink;
  return (
    <a
      href={address}
      target="_blank"
      rel="noopener noreferrer"
      referrerPolicy="no-referrer"
      {...(isOurs ? { download: filename } : {})}
      className="flex w-72 max-w-full items-center gap-3 rounded-md border border-line-strong/40 bg-surface px-3 py-2 text-ink hover:bg-hover"
    >
      <span
        aria-hidden
        className="flex h-9 w-10 shrink-0 items-center justify-center rounded bg-accent-soft font-semibold text-accent-strong text-xs"
      >
        {kind.slice(0, 4) || "·"}
      </span>
      <span className="flex min-w-0 flex-1 flex-col">
        <span className="line-clamp-2 break-words font-medium [overflow-wrap:anywhere]">
          {name}
        </span>
        <span className="text-ink-soft text-xs">{[kind, words].filter(Boolean).join(" · ")}</span>
      </span>
      <Icon size={16} aria-hidden className="shrink-0 text-ink-faint" />
    </a>
  );
}

/** "PDF": by the name's end, else by the type. */
function kindOf({ filename, mimeType }: Media) {
  const end = /\.([a-z\d]{1,5})$/i.exec(filename)?.[1] ?? /\/([a-z\d]{1,5})$/i.exec(mimeType)?.[1];
  return end?.toUpperCase() ?? "";
}

function useSize(bytes: number | undefined) {
  const format = useFormatter();
  if (bytes === undefined || bytes < 0 || !Number.isFinite(bytes)) return "";
  const [unit, value] =
    bytes >= 1_000_000
      ? (["megabyte", bytes / 1_000_000] as const)
      : bytes >= 1_000
        ? (["kilobyte", bytes / 1_000] as const)
        : (["byte", bytes] as const);
  return format.number(value, { style: "unit", unit, maximumFractionDigits: value < 10 ? 1 : 0 });
}

"use client";

import { FileText, Film, ImageIcon, Music, RotateCw, X } from "lucide-react";
import { useFormatter, useTranslations } from "next-intl";
import type { UploadType } from "@/lib/uploads/schema";
import type { Attachment, AttachmentFault } from "./keep-attachments";

type Props = {
  attachments: Attachment[];
  onRetry: (attachment: Attachment) => void;
  onRemove: (attachment: Attachment) => void;
};

const icons: Record<UploadType, typeof FileText> = {
  image: ImageIcon,
  video: Film,
  audio: Music,
  document: FileText,
};

/** The files that go with the next answer, and how far each has come. */
export function AttachmentTray({ attachments, onRetry, onRemove }: Props) {
  const t = useTranslations("composer.files");
  if (attachments.length === 0) return null;
  return (
    <ul aria-label={t("label")} className="flex max-h-40 flex-wrap gap-2 overflow-y-auto p-2 pb-0">
      {attachments.map((each) => (
        <Chip
          key={each.id}
          attachment={each}
          onRetry={() => onRetry(each)}
          onRemove={() => onRemove(each)}
        />
      ))}
    </ul>
  );
}

type ChipProps = { attachment: Attachment; onRetry: () => void; onRemove: () => void };

function Chip({ attachment, onRetry, onRemove }: ChipProps) {
  const t = useTranslations("composer.files");
  const { file, upload, fault, progress } = attachment;
  const size = useSize();
  const isOnItsWay = !upload && !fault;
  const name = upload?.filename ?? file.name;
  return (
    <li
      className={`relative flex w-full min-w-0 items-center gap-2 overflow-hidden rounded-md border bg-raised p-1.5 sm:w-64 ${fault ? "border-alert" : "border-line"}`}
    >
      <Thumbnail attachment={attachment} />
      <span className="min-w-0 flex-1">
        <span className="block truncate text-sm" title={name}>
          {name}
        </span>
        {fault ? (
          <span role="alert" className="block text-alert text-xs">
            <FaultWords fault={fault} />
          </span>
        ) : (
          <span className="block truncate text-ink-soft text-xs">
            {isOnItsWay
              ? t("arriving", { percent: Math.floor(progress * 100), size: size(file.size) })
              : size(upload?.size ?? file.size)}
          </span>
        )}
      </span>
      {fault && mayHelp(fault) && (
        <ChipButton label={t("retry", { name })} onPress={onRetry}>
          <RotateCw size={14} aria-hidden />
        </ChipButton>
      )}
      <ChipButton label={t(isOnItsWay ? "cancel" : "remove", { name })} onPress={onRemove}>
        <X size={14} aria-hidden />
      </ChipButton>
      {isOnItsWay && (
        <span
          role="progressbar"
          aria-label={name}
          aria-valuenow={Math.floor(progress * 100)}
          className="absolute inset-x-0 bottom-0 h-0.5 bg-sunken"
        >
          <span
            className="block h-full bg-accent transition-[width] duration-150"
            style={{ width: `${progress * 100}%` }}
          />
        </span>
      )}
    </li>
  );
}

function Thumbnail({ attachment: { preview, type } }: { attachment: Attachment }) {
  const Icon = icons[type];
  return (
    <span className="flex size-9 shrink-0 items-center justify-center overflow-hidden rounded bg-sunken text-ink-soft">
      {preview ? (
        // biome-ignore lint/performance/noImgElement: it is the browser's own
        <img src={preview} alt="" className="size-full object-cover" />
      ) : (
        <Icon size={18} aria-hidden />
      )}
    </span>
  );
}

const ChipButton = ({
  label,
  onPress,
  children,
}: {
  label: string;
  onPress: () => void;
  children: React.ReactNode;
}) => (
  <button
    type="button"
    aria-label={label}
    onMouseDown={(event) => event.preventDefault()}
    onClick={onPress}
    className="flex size-7 shrink-0 items-center justify-center rounded text-ink-soft hover:bg-hover hover:text-ink"
  >
    {children}
  </button>
);

function FaultWords({ fault }: { fault: AttachmentFault }) {
  const t = useTranslations("composer.files.faults");
  const size = useSize();
  if (fault.kind !== "tooLarge") return t(fault.kind);
  return t(`tooLarge.${fault.type}`, { limit: size(fault.limit) });
}

/** A file that is wrong in itself stays wrong. */
const mayHelp = ({ kind }: AttachmentFault) =>
  kind === "offline" || kind === "tooMany" || kind === "other";

const mebibyte = 1024 * 1024;

function useSize() {
  const format = useFormatter();
  return (bytes: number) =>
    bytes < mebibyte
      ? format.number(Math.max(1, Math.round(bytes / 1024)), {
          style: "unit",
          unit: "kilobyte",
        })
      : format.number(bytes / mebibyte, {
          style: "unit",
          unit: "megabyte",
          maximumFractionDigits: 1,
        });
}

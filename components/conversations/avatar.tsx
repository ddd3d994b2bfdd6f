type Props = { name: string; size?: "small" | "medium"; isMe?: boolean };

const sizes = { small: "size-5 text-[10px]", medium: "size-7 text-xs" };

/** Somebody of the desk by his initials; the name is to be said beside it. */
export const Avatar = ({ name, size = "small", isMe = false }: Props) => (
  <span
    aria-hidden
    title={name}
    className={`inline-flex shrink-0 items-center justify-center rounded-full font-semibold leading-none ${sizes[size]} ${isMe ? "bg-accent text-on-accent" : "bg-line text-ink-soft"}`}
  >
    {initialsOf(name)}
  </span>
);

/** Of the first word and the last, whatever they are written in. */
export function initialsOf(name: string): string {
  const words = name.split(/\s+/).filter((word) => /[\p{L}\p{N}]/u.test(word));
  const picked = words.length > 1 ? [words[0], words.at(-1)] : words;
  return picked
    .map((word) => /[\p{L}\p{N}]/u.exec(word ?? "")?.[0].toLocaleUpperCase() ?? "")
    .join("");
}

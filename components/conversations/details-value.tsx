import { useMemo } from "react";
import { Spans } from "./message-text";
import { toLinks } from "./to-spans";

const deepest = 3;

/** What Jelou sent along, whatever its shape: names with their values, one below the other. */
export function DetailsValue({ value, depth = 0 }: { value: unknown; depth?: number }) {
  if (typeof value === "string") return <Words text={value} />;
  const isList = Array.isArray(value);
  if (value === null || typeof value !== "object" || depth === deepest)
    return <Words text={JSON.stringify(value)} />;
  const entries = Object.entries(value);
  if (entries.length === 0) return isList ? "[]" : "{}";
  return (
    <ul className={depth === 0 ? "" : "border-line border-l-2 pl-2"}>
      {entries.map(([name, each]) => (
        <li key={name}>
          {!isList && <span className="text-ink-soft">{name}: </span>}
          <DetailsValue value={each} depth={depth + 1} />
        </li>
      ))}
    </ul>
  );
}

function Words({ text }: { text: string }) {
  const spans = useMemo(() => toLinks(text), [text]);
  return <Spans spans={spans} />;
}

import { useMemo } from "react";
import { type Span, toSpans } from "./to-spans";

const nobody: string[] = [];

/** Words as they are meant: never as markup, addresses as links to the web alone. */
export function MessageText({ text, names = nobody }: { text: string; names?: string[] }) {
  const spans = useMemo(() => toSpans(text, names), [text, names]);
  return (
    <p
      data-content
      dir="auto"
      // A letter may carry ten thousand accents, which would be painted over what others have said.
      className="overflow-clip whitespace-pre-wrap break-words text-start [overflow-clip-margin:0.5em] [overflow-wrap:anywhere]"
    >
      <Spans spans={spans} />
    </p>
  );
}

export const Spans = ({ spans }: { spans: Span[] }) =>
  // biome-ignore lint/suspicious/noArrayIndexKey: of one text, always the same
  spans.map((span, index) => <OneSpan key={index} span={span} />);

function OneSpan({ span }: { span: Span }) {
  switch (span.kind) {
    case "text":
      return span.text;
    case "link":
      return (
        <a
          href={span.href}
          target="_blank"
          rel="noopener noreferrer"
          className="text-accent underline underline-offset-2 hover:text-accent-strong"
        >
          {span.text}
        </a>
      );
    case "mention":
      return <strong className="rounded bg-note-line/20 px-0.5 font-semibold">{span.text}</strong>;
    case "code":
      return <code className="rounded bg-ink/5 px-1 font-mono text-sm">{span.text}</code>;
    case "strong":
      return (
        <strong className="font-semibold">
          <Spans spans={span.spans} />
        </strong>
      );
    case "emphasis":
      return (
        <em>
          <Spans spans={span.spans} />
        </em>
      );
    case "struck":
      return (
        <s>
          <Spans spans={span.spans} />
        </s>
      );
  }
}

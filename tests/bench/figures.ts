export type Figure = {
  name: string;
  value: number;
  unit: string;
  /** What the same run measured for somebody else, in the same unit. */
  peer?: { name: string; value: number };
  /** `of` tells whether the bound is on the value or on its ratio to the peer. */
  promise?: { of: "value" | "ratio"; most?: number; least?: number };
};

export type Section = { measure: string; figures: Figure[] };

export const ratioOf = ({ value, peer }: Figure) => (peer ? value / peer.value : undefined);

/** Undefined where nothing is promised. */
export function isKept(figure: Figure): boolean | undefined {
  const { promise } = figure;
  if (!promise) return undefined;
  const measured = promise.of === "value" ? figure.value : (ratioOf(figure) ?? Number.NaN);
  return (
    measured <= (promise.most ?? Number.POSITIVE_INFINITY) &&
    measured >= (promise.least ?? Number.NEGATIVE_INFINITY)
  );
}

export function printSection({ measure, figures }: Section) {
  console.log(`\n${measure}`);
  const rows = figures.map((figure) => [
    figure.name,
    `${show(figure.value)} ${figure.unit}`,
    figure.peer ? `${figure.peer.name} ${show(figure.peer.value)}` : "",
    figure.peer ? `× ${(ratioOf(figure) ?? 0).toFixed(2)}` : "",
    promiseText(figure),
    verdictOn(figure),
  ]);
  const widths = rows[0]?.map((_, column) => Math.max(...rows.map((row) => row[column]!.length)));
  for (const row of rows) {
    console.log(`  ${row.map((cell, column) => cell.padEnd(widths?.[column] ?? 0)).join("  ")}`);
  }
}

export const asJson = (sections: Section[]) =>
  sections.map(({ measure, figures }) => ({
    measure,
    figures: figures.map((figure) => ({
      ...figure,
      ratio: ratioOf(figure) ?? null,
      kept: isKept(figure) ?? null,
    })),
  }));

function verdictOn(figure: Figure) {
  const kept = isKept(figure);
  return kept === undefined ? "" : kept ? "kept" : "MISSED";
}

function promiseText({ promise, unit }: Figure) {
  if (!promise) return "";
  const { of, most, least } = promise;
  const bound = most === undefined ? `≥ ${show(least ?? 0)}` : `≤ ${show(most)}`;
  return of === "ratio" ? bound.replace(" ", " × ") : `${bound} ${unit}`;
}

function show(value: number) {
  if (!Number.isFinite(value)) return "–";
  const digits = Math.abs(value) >= 100 ? 0 : Math.abs(value) >= 10 ? 1 : 2;
  return value.toLocaleString("en", { maximumFractionDigits: digits });
}

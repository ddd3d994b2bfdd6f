/** `share` from 0 to 1; the nearest rank, so that a percentile is a time that was measured. */
export function percentile(values: ArrayLike<number>, share: number): number {
  const sorted = Float64Array.from(values).sort();
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? Number.NaN;
}

export const median = (values: ArrayLike<number>) => percentile(values, 0.5);

/** On a clock that all processes of a machine share, in milliseconds. */
export const sharedNow = () => Number(process.hrtime.bigint()) / 1e6;

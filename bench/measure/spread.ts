/** Samples in order of size, by the places that a table shows. */
export type Spread = {
  readonly runs: number;
  readonly min: number;
  readonly p10: number;
  readonly median: number;
  readonly p90: number;
  readonly p99: number;
  readonly max: number;
};

/** How samples spread; each place is the sample at or next above it. Throws where there are none. */
export function spreadOf(samples: readonly number[]): Spread {
  const sorted = samples.toSorted((a, b) => a - b);
  const at = (share: number): number => {
    const sample = sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)];
    if (sample === undefined) throw new Error('nothing was measured');
    return sample;
  };
  return {
    runs: sorted.length,
    min: at(0),
    p10: at(0.1),
    median: at(0.5),
    p90: at(0.9),
    p99: at(0.99),
    max: at(1),
  };
}

/** The median of samples. */
export function medianOf(samples: readonly number[]): number {
  return spreadOf(samples).median;
}

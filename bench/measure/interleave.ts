/** Takes one sample of something. */
export type Sampler = () => number | Promise<number>;

/** Samples by name, in the order in which they were taken: the nth of each were taken next to each other. */
export type Samples<Name extends string> = Readonly<Record<Name, readonly number[]>>;

/**
 * Samples in turn, A B A B ..., so that whatever else the machine does meets all alike. The first `warmUps` rounds
 * are not kept.
 */
export async function interleave<Name extends string>(
  samplers: Readonly<Record<Name, Sampler>>,
  { runs, warmUps = 1 }: { readonly runs: number; readonly warmUps?: number },
): Promise<Samples<Name>> {
  const names = Object.keys(samplers) as Name[]; // the record has these keys and no others
  const taken = Object.fromEntries(names.map((name) => [name, [] as number[]]));
  for (let round = -warmUps; round < runs; round += 1) {
    for (const name of names) {
      const sample = await samplers[name]();
      if (round >= 0) taken[name]?.push(sample);
    }
  }
  return taken as Record<Name, number[]>; // made above from the same names
}

/** The nth sample of one over the nth of the other. */
export function ratios(above: readonly number[], below: readonly number[]): readonly number[] {
  return above.map((sample, nth) => sample / (below[nth] ?? Number.NaN));
}

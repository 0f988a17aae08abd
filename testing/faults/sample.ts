const asked = process.env['SENTINEL_FAULTS'];

/** Whether `SENTINEL_FAULTS=all` asks for every failure there is. */
export const isWhole = asked === 'all';

/** Of how many failures one is tried: as `SENTINEL_FAULTS` says, which may be a number, or by default `usual`. */
export function oneOf(usual: number): number {
  if (isWhole) return 1;
  return /^[1-9]\d*$/.test(asked ?? '') ? Number(asked) : usual;
}

/** As a test's name says it. */
export function shareOf(sampled: number): string {
  return sampled === 1 ? 'each' : `one in ${sampled}`;
}

import type { Random } from '../ports.ts';

/** Ids that count up from 1, so that tests can foretell them. */
export function memoryRandom(): Random {
  let drawn = 0;
  return {
    id: () => {
      drawn += 1;
      return drawn.toString(16).padStart(16, '0');
    },
  };
}

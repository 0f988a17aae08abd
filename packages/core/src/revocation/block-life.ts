import type { Block } from '../ports.ts';

const daySeconds = 86_400;

/** No block is longer without being renewed: seconds. */
export const longestBlockSeconds = 30 * daySeconds;

/** Of a session that an administrator revokes, where no time is given: seconds. */
export const sessionBlockSeconds = 3600;

/** So many blocks stand on one subject or profile at most: they are kept in one item, which every vend reads. */
export const mostBlocks = 100;

/** What is over is remembered for so long, so that nothing that comes late writes it again. */
const rememberedSeconds = 31 * daySeconds;

/** Whether a block ended so long before `next` can have been made that it may be forgotten. */
export function isForgotten(block: Block, next: Block): boolean {
  const earliestMs = next.untilMs - longestBlockSeconds * 1000;
  return block.untilMs < earliestMs - rememberedSeconds * 1000;
}

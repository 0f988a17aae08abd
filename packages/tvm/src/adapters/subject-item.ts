import { lazily } from '@sentinel/core/contract/lazily';
import type { Block, ProfileState } from '@sentinel/core/ports';
import { isForgotten } from '@sentinel/core/revocation/block-life';
import * as z from 'zod/mini';
import type { Item } from './dynamo-table.ts';
import { counter, positive, readStrictly, timeMs } from './garbled.ts';

const what = "a subject's or profile's state";

const blockPrefix = 'block_';
const ratePrefix = 'rate_';

const stored = lazily(() => z.object({ epoch: z._default(counter(), 0) }));

const storedBlock = lazily(() =>
  z.object({ profile: z.string().check(z.minLength(1)), until: timeMs() }),
);

/**
 * Attribute of one revocation's block: `{profile, until}`. An attribute each, not an entry of one map:
 * DynamoDB sets an entry only of a map that exists, and a block must be one update whatever the item holds.
 */
export function blockAttribute(revocation: string): string {
  return blockPrefix + revocation;
}

/** Attribute of one window's count. */
export function rateAttribute(window: number): string {
  return ratePrefix + window;
}

/** Reads blocks and epoch strictly; an item that does not exist has none. */
export function readState(item: Item): ProfileState {
  const { epoch } = readStrictly(stored, item, what);
  const blocks = new Map<string, Block>();
  for (const [attribute, value] of Object.entries(item)) {
    if (!attribute.startsWith(blockPrefix)) continue;
    const { profile, until } = readStrictly(storedBlock, value, `a block of ${what}`);
    blocks.set(attribute.slice(blockPrefix.length), { profile, untilMs: until });
  }
  return { epoch, blocks };
}

/** Attributes of blocks that ended long before `block` was made. */
export function blocksForgotten(item: Item, block: Block): readonly string[] {
  return [...readState(item).blocks]
    .filter(([, old]) => isForgotten(old, block))
    .map(([revocation]) => blockAttribute(revocation));
}

/** The count of one window. */
export function readCount(item: Item, window: number): number {
  return readStrictly(positive, item[rateAttribute(window)], what);
}

/** Attributes of windows older than `window`. */
export function ratesBefore(item: Item, window: number): readonly string[] {
  return Object.keys(item).filter(
    (attribute) =>
      attribute.startsWith(ratePrefix) && Number(attribute.slice(ratePrefix.length)) < window,
  );
}

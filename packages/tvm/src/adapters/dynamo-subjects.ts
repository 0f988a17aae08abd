import type { Block, Subjects } from '@sentinel/core/ports';
import { type Key, keys, ttlAttribute } from '../table.ts';
import type { DynamoTable } from './dynamo-table.ts';
import { garbled } from './garbled.ts';
import { orReadBack } from './or-read-back.ts';
import {
  blockAttribute,
  blocksForgotten,
  rateAttribute,
  ratesBefore,
  readCount,
  readState,
} from './subject-item.ts';
import { toTimeText } from './time-text.ts';

/** The window before this one stays: an instance whose clock lags may still count in it. */
const oldestKept = 1;

/** So many older windows each count removes, as if the caller had come in all of them. */
const removedEach = 4;

/** Windows that were left behind, minutes apart, before they are swept away. */
const staleAtMost = 15;

/**
 * Rate windows, blocks and epochs in the table; a subject's item is kept for `retentionMs` after the last call.
 *
 * A window is an attribute of its own, so that counting is one update without a condition. Window and count in two
 * attributes would need a condition, and a second round at the start of every window: just when the clients come
 * that refresh by the clock. A count whose reply was lost may count twice: too strict by one, never too lax.
 */
export function dynamoSubjects(table: DynamoTable, retentionMs: number): Subjects {
  return {
    count: async (subject, window) => {
      const key = keys.subject(subject);
      const oldest = window - oldestKept;
      const passed = Array.from({ length: removedEach }, (_, back) =>
        rateAttribute(oldest - 1 - back),
      );
      const item = await table.update({
        key,
        set: { [ttlAttribute]: Math.ceil((window * 60_000 + retentionMs) / 1000) },
        add: { [rateAttribute(window)]: 1 },
        remove: passed,
      });
      if (item === undefined) throw garbled('a count', 'no item');
      const state = { ...readState(item), count: readCount(item, window) };
      const stale = ratesBefore(item, oldest);
      if (stale.length > staleAtMost) await sweep(() => table.update({ key, remove: stale }));
      return state;
    },
    read: async (subject) => readState((await table.get(keys.subject(subject))) ?? {}),
    readProfile: async (profile) => readState((await table.get(keys.profile(profile))) ?? {}),
    block: (subject, revocation, block) =>
      writeBlock(keys.subject(subject), { revocation, block, retentionMs }, table),
    blockProfile: (profile, revocation, untilMs) =>
      writeBlock(
        keys.profile(profile),
        { revocation, block: { profile, untilMs }, retentionMs },
        table,
      ),
    unblock: (subject, revocation, atMs) =>
      lift(keys.subject(subject), { revocation, atMs }, table),
    unblockProfile: (profile, revocation, atMs) =>
      lift(keys.profile(profile), { revocation, atMs }, table),
  };
}

/**
 * One update. Where the block stands already, or was lifted, nothing changes: then the update does not go through,
 * and neither does its retry after a lost reply.
 */
async function writeBlock(
  key: Key,
  about: { readonly revocation: string; readonly block: Block; readonly retentionMs: number },
  table: DynamoTable,
): Promise<void> {
  const { revocation, block, retentionMs } = about;
  const attribute = blockAttribute(revocation);
  const write = () =>
    table.update({
      key,
      set: {
        [attribute]: { profile: block.profile, until: toTimeText(block.untilMs) },
        [ttlAttribute]: Math.ceil((block.untilMs + retentionMs) / 1000),
      },
      add: { epoch: 1 },
      when: [[attribute, 'absent']],
    });
  const item = await orReadBack(write(), async () => {
    const found = await table.get(key);
    return found?.[attribute] === undefined ? undefined : found;
  });
  const forgotten = item === undefined ? [] : blocksForgotten(item, block);
  if (forgotten.length > 0) await sweep(() => table.update({ key, remove: forgotten }));
}

/** What was lifted stays as a block that is over, so that nothing writes it again. */
async function lift(
  key: Key,
  about: { readonly revocation: string; readonly atMs: number },
  table: DynamoTable,
): Promise<void> {
  const { revocation, atMs } = about;
  const attribute = blockAttribute(revocation);
  const standing = async () => {
    const block = readState((await table.get(key)) ?? {}).blocks.get(revocation);
    return block !== undefined && block.untilMs > atMs ? block : undefined;
  };
  const block = await standing();
  if (block === undefined) return;
  const write = async () => {
    await table.update({
      key,
      set: { [attribute]: { profile: block.profile, until: toTimeText(atMs) } },
      when: [[[attribute, 'until'], '>', toTimeText(atMs)]],
    });
    return true;
  };
  await orReadBack(write(), async () => ((await standing()) === undefined ? true : undefined));
}

/** What a failed sweep leaves, the next one sweeps: nothing is refused for it. */
async function sweep(update: () => Promise<unknown>): Promise<void> {
  try {
    await update();
  } catch {
    return;
  }
}

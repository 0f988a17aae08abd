import { lazily } from '@sentinel/core/contract/lazily';
import type { Clock, Control } from '@sentinel/core/ports';
import * as z from 'zod/mini';
import { keys } from '../table.ts';
import type { DynamoTable } from './dynamo-table.ts';
import { readStrictly, timeMs } from './garbled.ts';

const what = 'the control item';
const keyBytes = 32;
const notBeforeLifeMs = 30_000;

const storedNotBefore = lazily(() => z.object({ not_before: z.exactOptional(timeMs()) }));

const storedKey = lazily(() =>
  z.object({
    page_token_key: z.exactOptional(
      z.instanceof(Uint8Array).check(z.refine((key) => key.length === keyBytes)),
    ),
  }),
);

const keptKey = lazily(() => z.required(storedKey()));

export type ControlSources = {
  readonly clock: Clock;
  /** So many random bytes; throws when it fails. */
  readonly randomBytes: (count: number) => Uint8Array;
};

/** What holds for the whole table, from its one control item. `not_before` is cached for 30 seconds. */
export function dynamoControl(table: DynamoTable, { clock, randomBytes }: ControlSources): Control {
  let cached: { readonly ms: number; readonly readAtMs: number } | undefined;
  let pageTokenKey: Uint8Array | undefined;
  return {
    notBeforeMs: async () => {
      const nowMs = clock.nowMs();
      const ageMs = cached === undefined ? Number.POSITIVE_INFINITY : nowMs - cached.readAtMs;
      // A clock set back makes the age negative: read anew.
      if (cached !== undefined && ageMs >= 0 && ageMs < notBeforeLifeMs) return cached.ms;
      const item = (await table.get(keys.control())) ?? {};
      const { not_before: ms = 0 } = readStrictly(storedNotBefore, item, what);
      cached = { ms, readAtMs: nowMs };
      return ms;
    },
    pageTokenKey: async () => {
      pageTokenKey ??= (await readKey(table)) ?? (await makeKey(table, randomBytes(keyBytes)));
      return pageTokenKey;
    },
  };
}

async function readKey(table: DynamoTable): Promise<Uint8Array | undefined> {
  const item = (await table.get(keys.control())) ?? {};
  return readStrictly(storedKey, item, what).page_token_key;
}

/** The first to set the key wins; everyone gets the winner's. */
async function makeKey(table: DynamoTable, key: Uint8Array): Promise<Uint8Array> {
  const item = await table.update({
    key: keys.control(),
    setIfAbsent: { page_token_key: key },
  });
  const { page_token_key: won } = readStrictly(keptKey, item, what);
  return won;
}

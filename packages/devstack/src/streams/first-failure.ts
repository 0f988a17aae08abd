import * as z from 'zod';
import type { StreamRecord } from './stream-record.ts';

const partial = z.object({
  batchItemFailures: z.nullish(z.array(z.object({ itemIdentifier: z.unknown() }))),
});

/** Where in its batch a function's answer says that it failed; `undefined`: nowhere. */
export function firstFailure(
  answer: unknown,
  batch: readonly StreamRecord[],
): { readonly at: number; readonly reason: string } | undefined {
  if (answer === undefined || answer === null || answer === '') return undefined;
  const read = partial.safeParse(answer);
  if (!read.success) return { at: 0, reason: 'its answer is not one of a batch' };
  const places = (read.data.batchItemFailures ?? []).map(({ itemIdentifier: asked }) =>
    batch.findIndex(({ dynamodb }) => dynamodb.SequenceNumber === asked),
  );
  if (places.length === 0) return undefined;
  // What names no record of the batch fails the whole of it.
  return { at: Math.max(0, Math.min(...places)), reason: 'it reported the record as failed' };
}

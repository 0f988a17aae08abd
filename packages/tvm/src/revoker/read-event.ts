import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import type { Guard } from '@sentinel/core/break-glass/guard';
import { lazily } from '@sentinel/core/contract/lazily';
import { SentinelError } from '@sentinel/core/errors';
import * as z from 'zod/mini';
import { fromGuardItem } from '../adapters/guard-item.ts';
import { keys } from '../table.ts';

export type RevokerEvent =
  | { readonly kind: 'schedule' }
  | { readonly kind: 'stream'; readonly records: readonly Change[] };

/** One record of the table's stream, by what it is about. */
export type Change = { readonly sequenceNumber: string } & (
  | { readonly about: 'revocation' }
  | { readonly about: 'guard'; readonly guard: Guard }
  | { readonly about: 'garbled'; readonly detail: string }
  | { readonly about: 'nothing' }
);

/** What the function is fed with: every other record of the stream would be looked at in vain. */
export const revokerFilters = [
  { dynamodb: { Keys: { pk: { S: [keys.revocation('', '').pk] } } } },
  {
    dynamodb: {
      Keys: { pk: { S: [{ prefix: keys.guard('').pk }] }, sk: { S: [keys.guard('').sk] } },
    },
  },
] as const;

type Image = Record<string, AttributeValue>;

const schedule = lazily(() =>
  z.object({ source: z.literal('aws.events'), 'detail-type': z.literal('Scheduled Event') }),
);

const stream = lazily(() => {
  const text = z.object({ S: z.string() });
  // What is in an image, its reader decides.
  const image = z.custom<Image>((value) => typeof value === 'object' && value !== null);
  return z.object({
    Records: z
      .array(
        z.object({
          eventSource: z.literal('aws:dynamodb'),
          eventSourceARN: z.string(),
          eventName: z.enum(['INSERT', 'MODIFY', 'REMOVE']),
          dynamodb: z.object({
            SequenceNumber: z.string().check(z.minLength(1)),
            Keys: z.object({ pk: text, sk: text }),
            NewImage: z.optional(image),
            OldImage: z.optional(image),
          }),
        }),
      )
      .check(z.minLength(1)),
  });
});

type Written = z.output<ReturnType<typeof stream>>['Records'][number];

/**
 * Reads what EventBridge's schedule or the stream of `table` hands over. Throws `CONFIG_ERROR` where it is neither:
 * nothing is done with any of it. A record that cannot be read is told from the others, so that they are not held up.
 * https://docs.aws.amazon.com/lambda/latest/dg/with-ddb.html
 */
export function readEvent(event: unknown, table: string): RevokerEvent {
  if (schedule().safeParse(event).success) return { kind: 'schedule' };
  const read = stream().safeParse(event);
  if (!read.success) {
    const where = read.error.issues.map((issue) => issue.path.join('.')).join(', ');
    throw new SentinelError('CONFIG_ERROR', `neither a schedule nor a stream: ${where}`);
  }
  const source = `:table/${table}/stream/`;
  if (!read.data.Records.every(({ eventSourceARN }) => eventSourceARN.includes(source))) {
    throw new SentinelError('CONFIG_ERROR', 'the event is of another stream');
  }
  return { kind: 'stream', records: read.data.Records.map(changeOf) };
}

function changeOf(record: Written): Change {
  const { SequenceNumber: sequenceNumber, Keys: at, NewImage: image } = record.dynamodb;
  if (record.eventName === 'REMOVE') return { sequenceNumber, about: 'nothing' };
  if (at.pk.S === keys.revocation('', '').pk) {
    return { sequenceNumber, about: isTransition(record) ? 'revocation' : 'nothing' };
  }
  const isGuard = at.pk.S.startsWith(keys.guard('').pk) && at.sk.S === keys.guard('').sk;
  if (!isGuard) return { sequenceNumber, about: 'nothing' };
  try {
    const item = { ...unmarshall(image ?? {}), pk: at.pk.S, sk: at.sk.S };
    return { sequenceNumber, about: 'guard', guard: fromGuardItem(item) };
  } catch (error) {
    const detail = error instanceof SentinelError ? error.message : 'an image that is none';
    return { sequenceNumber, about: 'garbled', detail };
  }
}

/**
 * Not the notes of what accounts deny: the revoker makes them itself. Nor what owners do to their sessions: there is
 * nothing to deny, and whoever may vend could keep the revoker busy by it. What of these is left open, the schedule
 * finishes.
 */
function isTransition({ dynamodb: { NewImage: after, OldImage: before } }: Written): boolean {
  if (after?.['administrators']?.BOOL === false) return false;
  const version = after?.['version']?.N;
  return version === undefined || version !== before?.['version']?.N;
}

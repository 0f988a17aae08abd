import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import { lazily } from '@sentinel/core/contract/lazily';
import { SentinelError } from '@sentinel/core/errors';
import { eventChanges } from '@sentinel/core/notify/event-changes';
import { requestChanges } from '@sentinel/core/notify/request-changes';
import type { Told } from '@sentinel/core/notify/told';
import type { Change } from '@sentinel/core/teller';
import * as z from 'zod/mini';
import type { Item } from '../adapters/dynamo-table.ts';
import { fromEventItem } from '../adapters/event-item.ts';
import { fromRequestItem } from '../adapters/request-item.ts';

/**
 * Requests, and break-glass events: of all that the table's stream tells, what Lambda hands over.
 * https://docs.aws.amazon.com/lambda/latest/dg/invocation-eventfiltering.html
 */
export const notifierFilters = [
  { pk: 'subject#', sk: 'request#' },
  { pk: 'person#', sk: 'event#' },
].map(({ pk, sk }) => ({
  dynamodb: { Keys: { pk: { S: [{ prefix: pk }] }, sk: { S: [{ prefix: sk }] } } },
}));

/** An item as DynamoDB writes it; what its values hold, `unmarshall` reads. */
const image = z.custom<Record<string, AttributeValue>>(
  (value) => typeof value === 'object' && value !== null,
);

const eventSchema = lazily(() =>
  z.object({
    Records: z.array(
      z.object({
        eventSourceARN: z.string(),
        dynamodb: z.object({
          ApproximateCreationDateTime: z.number(),
          Keys: z.object({ pk: z.object({ S: z.string() }), sk: z.object({ S: z.string() }) }),
          SequenceNumber: z.string().check(z.minLength(1)),
          OldImage: z.optional(image),
          NewImage: z.optional(image),
        }),
      }),
    ),
  }),
);

type StreamRecord = z.output<ReturnType<typeof eventSchema>>['Records'][number]['dynamodb'];

/**
 * What the records of the table's stream tell people. Throws `CONFIG_ERROR` where the event is none of that stream: a
 * function that others could call must not be their megaphone.
 * https://docs.aws.amazon.com/lambda/latest/dg/with-ddb.html
 */
export function readChanges(
  event: unknown,
  from: { readonly accountId: string; readonly table: string },
): readonly Change[] {
  const read = eventSchema().safeParse(event);
  if (!read.success) throw new SentinelError('CONFIG_ERROR', 'the event is none of a stream');
  const source = `:${from.accountId}:table/${from.table}/stream/`;
  return read.data.Records.map(({ eventSourceARN, dynamodb }) => {
    if (!/^arn:[\w-]+:dynamodb:/.test(eventSourceARN) || !eventSourceARN.includes(source)) {
      throw new SentinelError('CONFIG_ERROR', 'the event is of another stream');
    }
    const { pk, sk } = dynamodb.Keys;
    return {
      sequence: dynamodb.SequenceNumber,
      item: JSON.stringify([pk.S, sk.S]),
      told: toldOf(dynamodb),
    };
  });
}

function toldOf(record: StreamRecord): Change['told'] {
  try {
    return changesOf(record);
  } catch (error) {
    return error instanceof SentinelError ? error.message : 'it is garbled';
  }
}

function changesOf(record: StreamRecord): readonly Told[] {
  const { NewImage: newImage, OldImage: oldImage, Keys: keys } = record;
  // Deleted at the end of its retention.
  if (newImage === undefined) return [];
  const after = unmarshall(newImage);
  const before = oldImage && unmarshall(oldImage);
  const [kind] = keys.sk.S.split('#');
  if (kind === 'request')
    return requestChanges(read(fromRequestItem, before), fromRequestItem(after));
  if (kind !== 'event') return [];
  const notedAtMs = record.ApproximateCreationDateTime * 1000;
  return eventChanges(read(fromEventItem, before), fromEventItem(after), notedAtMs);
}

function read<T>(from: (item: Item) => T, item: Item | undefined): T | undefined {
  return item === undefined ? undefined : from(item);
}

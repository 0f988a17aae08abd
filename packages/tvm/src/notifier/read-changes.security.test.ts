import { marshall } from '@aws-sdk/util-dynamodb';
import { SentinelError } from '@sentinel/core/errors';
import { anEvent } from '@sentinel/core/testing/contracts/a-guard';
import { describe, expect, test } from 'vitest';
import { toStoredEvent } from '../adapters/event-item.ts';
import { keys } from '../table.ts';
import { readChanges } from './read-changes.ts';

const from = { accountId: '111122223333', table: 'sentinel' };
const ours =
  'arn:aws:dynamodb:eu-west-1:111122223333:table/sentinel/stream/2026-01-01T00:00:00.000';
const event = anEvent({ notify: ['security'] });
const key = keys.breakGlass(event.person, event.profile, event.id);

/** Tells the channel `security` of a break-glass, by the word of this stream. */
function record(eventSourceARN: string) {
  return {
    eventSourceARN,
    dynamodb: {
      ApproximateCreationDateTime: 1_769_351_400,
      Keys: marshall(key),
      SequenceNumber: '42',
      NewImage: marshall({ ...key, ...toStoredEvent(event) }, { removeUndefinedValues: true }),
    },
  };
}

describe('SEC-29 the notifier is told by the stream of its own table, and by nothing else', () => {
  // Who may invoke it is for IAM to say; this is what holds where somebody feeds it who should not.
  test.each<[string, readonly string[]]>([
    ['of another table', [ours.replace('/sentinel/', '/staging/')]],
    ['of a table whose name begins alike', [ours.replace('/sentinel/', '/sentinel-2/')]],
    ['of another account', [ours.replace(from.accountId, '999999999999')]],
    ['of a queue of that name', [ours.replace(':dynamodb:', ':sqs:')]],
    ['of another table, behind one of ours', [ours, ours.replace('/sentinel/', '/staging/')]],
  ])('SEC-29 not by records %s', (_whose, sources) => {
    expect(readChanges({ Records: [record(ours)] }, from)).toHaveLength(1);

    const tell = () => readChanges({ Records: sources.map(record) }, from);

    expect(tell, 'SECURITY VIOLATION: somebody else speaks by our channels').toThrow(SentinelError);
  });
});

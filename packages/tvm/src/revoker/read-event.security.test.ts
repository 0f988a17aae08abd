import { marshall } from '@aws-sdk/util-dynamodb';
import { SentinelError } from '@sentinel/core/errors';
import { anEvent } from '@sentinel/core/testing/contracts/a-guard';
import { describe, expect, test } from 'vitest';
import { toStoredEvent } from '../adapters/event-item.ts';
import { keys } from '../table.ts';
import { readEvent } from './read-event.ts';

const ours =
  'arn:aws:dynamodb:eu-west-1:111122223333:table/sentinel/stream/2026-01-01T00:00:00.000';
const event = anEvent();
const key = keys.guard(event.person);

/** A guard that knows of a break-glass, by the word of this stream. */
function record(eventSourceARN: string, eventSource = 'aws:dynamodb') {
  const guard = {
    ...key,
    person: event.person,
    version: 1,
    last_change: event.lastChange,
    past: [],
    [`event_${event.id}`]: toStoredEvent(event),
  };
  return {
    eventName: 'INSERT',
    eventSource,
    eventSourceARN,
    dynamodb: {
      SequenceNumber: '42',
      Keys: marshall(key),
      NewImage: marshall(guard, { removeUndefinedValues: true }),
    },
  };
}

describe('SEC-29 the revoker writes what the stream of its own table says, and what nothing else says', () => {
  // Who may invoke it is for IAM to say; this is what holds where somebody feeds it who should not.
  const theirs = ours.replace('/sentinel/', '/staging/');
  test.each<[string, readonly object[]]>([
    ['of another table', [record(theirs)]],
    ['of a table whose name begins alike', [record(ours.replace('/sentinel/', '/sentinel-2/'))]],
    ['of another table, behind one of ours', [record(ours), record(theirs)]],
    ['of a queue of that name', [record(ours, 'aws:sqs')]],
  ])('SEC-29 not records %s', (_whose, records) => {
    const read = readEvent({ Records: [record(ours)] }, 'sentinel');
    expect(read).toMatchObject({ records: [{ about: 'guard' }] });

    const act = () => readEvent({ Records: records }, 'sentinel');

    expect(act, 'SECURITY VIOLATION: acted on what somebody else wrote').toThrow(SentinelError);
  });
});

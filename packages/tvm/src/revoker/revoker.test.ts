import { marshall } from '@aws-sdk/util-dynamodb';
import { aRevocation } from '@sentinel/core/testing/a-revocation';
import { aRevoker, ours } from '@sentinel/core/testing/a-revoker';
import { anEvent } from '@sentinel/core/testing/contracts/a-guard';
import { describe, expect, test } from 'vitest';
import { toStoredEvent } from '../adapters/event-item.ts';
import { revokerOf } from './revoker.ts';

const streamArn =
  'arn:aws:dynamodb:eu-west-1:111122223333:table/sentinel/stream/2026-01-25T14:30:00.000';
const alice = 'direct.????????????????.alice';

function record(sequence: string, keys: object, images: object = {}) {
  return {
    eventID: 'a1',
    eventName: 'INSERT',
    eventSource: 'aws:dynamodb',
    eventSourceARN: streamArn,
    dynamodb: { SequenceNumber: sequence, Keys: marshall(keys), ...images },
  };
}

const revocationKeys = { pk: 'revocations', sk: '2026-01-25T14:30:00.000Z#01' };
const guardKeys = { pk: 'person#alice@example.com', sk: 'guard' };
const madeBy = (who: object) => marshall({ ...revocationKeys, version: 1, ...who });
const version = (n: number) => marshall({ ...revocationKeys, version: n });

function guardImage(changes: object = {}) {
  const event = anEvent();
  return marshall(
    {
      ...guardKeys,
      person: 'alice@example.com',
      version: 1,
      last_change: '00000000000000e1',
      past: [],
      [`event_${event.id}`]: toStoredEvent(event),
      ...changes,
    },
    { removeUndefinedValues: true },
  );
}

async function open(options: Parameters<typeof aRevoker>[0] = {}) {
  const stage = aRevoker(options);
  await stage.revocations.create(aRevocation(1));
  const { breakGlass } = stage;
  const revoke = revokerOf({ ...stage.world, breakGlass }, 'sentinel');
  const run = async (...records: readonly object[]) => {
    const { batchItemFailures } = await revoke({ Records: records });
    return batchItemFailures.map(({ itemIdentifier }) => itemIdentifier);
  };
  return { ...stage, revoke, run };
}

const scheduled = { source: 'aws.events', 'detail-type': 'Scheduled Event', time: 'now' };

describe('the revoker', () => {
  test('denies what was revoked when the schedule tells it to', async () => {
    const { revoke, denies } = await open();

    expect(await revoke(scheduled)).toEqual({ batchItemFailures: [] });

    expect(denies(ours, alice)).toBe(true);
  });

  test('fails by the schedule where an account fails, so that it is told again', async () => {
    const { revoke } = await open({ unknown: [ours] });

    await expect(revoke(scheduled)).rejects.toThrow(/is not denied in 444455556666/);
  });

  test.each<[string, object, boolean]>([
    ['a new one', { NewImage: version(1) }, true],
    ['one that went on', { OldImage: version(1), NewImage: version(2) }, true],
    ['one whose image is odd', { OldImage: {}, NewImage: {} }, true],
    ['a mere note of an effect', { OldImage: version(2), NewImage: version(2) }, false],
    ["one of an owner's own session", { NewImage: madeBy({ administrators: false }) }, false],
    ["one of an administrator's", { NewImage: madeBy({ administrators: true }) }, true],
  ])('is woken by a revocation: %s', async (_, images, isWoken) => {
    const { run, denies } = await open();

    expect(await run(record('7', revocationKeys, images))).toEqual([]);

    expect(denies(ours, alice)).toBe(isWoken);
  });

  test.each([
    ['a session', { pk: 'subject#alice', sk: 'session#a1' }],
    ['an event of break-glass', { pk: 'person#alice', sk: 'event#production#b1' }],
  ])('is not woken by %s', async (_, keys) => {
    const { run, denies } = await open();

    expect(await run(record('7', keys))).toEqual([]);

    expect(denies(ours, alice)).toBe(false);
  });

  test('writes the events that a guard knows', async () => {
    const { run, breakGlass } = await open();

    expect(await run(record('7', guardKeys, { NewImage: guardImage() }))).toEqual([]);

    expect(await breakGlass.locate(anEvent().id)).toEqual(anEvent());
  });

  test('reports what it could not do, and does the rest', async () => {
    const { run, denies, breakGlass, trail } = await open();

    const failed = await run(
      record('1', guardKeys, { NewImage: guardImage({ past: 'never' }) }),
      record('2', guardKeys, { NewImage: { version: { X: 'no type' } } }),
      record('3', guardKeys),
      record('4', guardKeys, { NewImage: guardImage() }),
      record('5', revocationKeys, { NewImage: version(1) }),
      { ...record('6', guardKeys), eventName: 'REMOVE' },
    );

    expect(failed).toEqual(['1', '2', '3']);
    expect(denies(ours, alice)).toBe(true);
    expect(await breakGlass.locate(anEvent().id)).toEqual(anEvent());
    const lines = trail.lines().map((line) => JSON.parse(line));
    expect(lines.filter((line) => line.RevokerFailed === 1)).toHaveLength(3);
  });

  test('reports the first revocation of a batch where an account fails', async () => {
    const { run, breakGlass } = await open({ unknown: [ours] });

    const failed = await run(
      record('1', guardKeys, { NewImage: guardImage() }),
      record('2', revocationKeys, { NewImage: version(1) }),
      record('3', revocationKeys, { OldImage: version(1), NewImage: version(2) }),
    );

    expect(failed).toEqual(['2']);
    expect(await breakGlass.locate(anEvent().id)).toEqual(anEvent());
  });

  test.each<[string, unknown]>([
    ['nothing', undefined],
    ['a call of the API', { version: '2.0', rawPath: '/' }],
    ['another service', { source: 'aws.s3', 'detail-type': 'Scheduled Event' }],
    ['no records', { Records: [] }],
    ['a record without its place', { Records: [{ ...record('', revocationKeys) }] }],
    [
      'the stream of another table',
      {
        Records: [
          {
            ...record('1', revocationKeys),
            eventSourceARN: `${streamArn}`.replace('/sentinel/', '/sentinel2/'),
          },
        ],
      },
    ],
    ['another queue', { Records: [{ ...record('1', revocationKeys), eventSource: 'aws:sqs' }] }],
  ])('does nothing for an event of %s', async (_, event) => {
    const { revoke, denies } = await open();

    await expect(revoke(event)).rejects.toMatchObject({ code: 'CONFIG_ERROR' });

    expect(denies(ours, alice)).toBe(false);
  });
});

import { SentinelError } from '@sentinel/core/errors';
import {
  aSession,
  aVend,
  noon,
  profile,
  sessionId,
  subject,
} from '@sentinel/core/testing/contracts/a-session';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Adapters, aKey, failingTable } from '../../testing/failing-table.ts';
import type { Fault, LocalServer } from '../../testing/local-server.ts';
import { type LocalTables, localTables } from '../../testing/local-table.ts';

const alice = subject('alice@example.com');
const window = 29_490_000;

let tables: LocalTables;
beforeAll(async () => {
  tables = await localTables();
});
afterAll(() => tables.close());

/** What a vend asks of the table. */
const calls: Readonly<Record<string, (adapters: Adapters) => Promise<unknown>>> = {
  count: (adapters) => adapters.count(alice, window),
  read: (adapters) => adapters.read(alice),
  readProfile: (adapters) => adapters.readProfile(profile('production')),
  find: (adapters) => adapters.find(aSession()),
  locate: (adapters) => adapters.locate(aSession().id),
  open: (adapters) =>
    adapters.open(aSession({ id: sessionId('00000000000000a9'), lastRequestId: 'other' })),
  refresh: (adapters) => adapters.refresh(aSession(), aSession(), aVend()),
  commit: (adapters) => adapters.commit(aSession(), aVend()),
  end: (adapters) => adapters.end(aSession(), noon),
  putKey: (adapters) => adapters.putKey(aKey),
  list: (adapters) => adapters.list({ nowMs: noon, limit: 10, subject: alice }),
  note: (adapters) => adapters.note('00000000000000d1', { seq: 0, hash: 'aa' }, noon),
  notBeforeMs: (adapters) => adapters.notBeforeMs(),
  pageTokenKey: (adapters) => adapters.pageTokenKey(),
};

const at = '"pk":{"S":"subject#alice@example.com"},"sk":{"S":"state"}';

const json = { 'content-type': 'application/x-amz-json-1.0' };

function refusal(status: number, type: string): Fault {
  const body = JSON.stringify({
    __type: `com.amazonaws.dynamodb.v20120810#${type}`,
    message: type,
  });
  return { status, headers: json, body };
}

const faults: Readonly<Record<string, Fault>> = {
  'a dropped connection': 'drop',
  silence: 'hang',
  'headers without a body': 'hang-body',
  'an inner error': refusal(500, 'InternalServerError'),
  throttling: refusal(400, 'ThrottlingException'),
  'a refusal of access': refusal(400, 'AccessDeniedException'),
  'a page of HTML': { status: 200, headers: json, body: '<html>canary</html>' },
  'an empty answer': { status: 200, headers: json, body: '' },
  'an answer that is no object': { status: 200, headers: json, body: '[null]' },
  'half of an answer': { status: 200, headers: json, body: '{"Item":{"pk":{"S":"subj' },
  'a failure that is called a success': {
    status: 200,
    headers: json,
    body: '{"message":"Service Unavailable"}',
  },
  'nothing in the place of items': {
    status: 200,
    headers: json,
    body: '{"Item":null,"Items":null,"Attributes":null}',
  },
  'a list shorter than it says': {
    status: 200,
    headers: json,
    body: '{"Items":[],"Count":2,"ScannedCount":2}',
  },
  'numbers that are none': {
    status: 200,
    headers: json,
    body: '{"Item":{"epoch":{"N":"many"}},"Attributes":{"epoch":{"N":"many"}},"Items":[{"epoch":{"N":"many"}}]}',
  },
};

/** A put is answered by its status alone: DynamoDB's answer to it is empty. */
const isMute = (call: string, fault: string) =>
  String(Object(faults[fault]).body).startsWith('{"') &&
  fault !== 'half of an answer' &&
  (call === 'open' || call === 'putKey');

const everyFault = Object.entries(calls).flatMap(([call, run]) =>
  Object.entries(faults)
    .filter(([name]) => !isMute(call, name))
    .map(([name, fault]) => [call, name, run, fault] as const),
);

/** Only silence is worth little patience: the machine may be busy. */
function patienceWith(fault: Fault): number | undefined {
  return fault === 'hang' || fault === 'hang-body' ? 200 : undefined;
}

describe('a table that fails', () => {
  test.concurrent.each(everyFault)(
    'SEC-02 gives nothing to %s: %s',
    async (_call, _name, run, fault) => {
      const { server, failing } = await failingTable(tables, patienceWith(fault));
      server.failAll(fault);

      const outcome = await run(failing).then(
        (value) => ({ value }),
        (error: unknown) => ({ error }),
      );

      expect(outcome, 'SECURITY VIOLATION: a failing table gave an answer').toMatchObject({
        error: { code: 'DEPENDENCY_UNAVAILABLE' },
      });
      expect(
        JSON.stringify(outcome),
        'SECURITY VIOLATION: an error quotes an answer',
      ).not.toContain('canary');
    },
  );

  const garbled: readonly [string, Record<string, unknown>][] = [
    ['a status that we do not write', { status: { S: 'ACTIVE' } }],
    ['a status of another type', { status: { BOOL: true } }],
    ['no status', { status: undefined }],
    ['vends as text', { vends: { S: '1' } }],
    ['no vends', { vends: { N: '0' } }],
    ['half a vend', { vends: { N: '1.5' } }],
    ['a time that is none', { expires_at: { S: '2026-13-45T00:00:00.000Z' } }],
    ['a time of another width', { expires_at: { S: '2026-01-25' } }],
    ['another subject', { subject: { S: 'mallory@example.com' } }],
    ['another id', { id: { S: '00000000000000a2' } }],
    ['a profile that cannot be', { profile: { S: '../production' } }],
    ['an empty scope', { scope: { S: '' } }],
    ['an unknown way', { via: { S: 'bypass' } }],
    ['policies that are none', { policies: { L: [{ M: {} }] } }],
  ];
  test.each(garbled)('SEC-02 refuses a session with %s whole', async (_name, change) => {
    const { healthy, server, failing } = await failingTable(tables);
    await healthy.open(aSession());
    const item = { ...(await storedItem(server, failing)), ...change };

    server.failAll({ status: 200, headers: json, body: JSON.stringify({ Item: item }) });

    expect(
      await failing.find(aSession()).catch((error: unknown) => error),
      'SECURITY VIOLATION: a garbled session was read',
    ).toBeInstanceOf(SentinelError);
  });

  test.each<[string, Record<string, unknown>]>([
    ['an epoch as text', { epoch: { S: '1' } }],
    ['an epoch below nought', { epoch: { N: '-1' } }],
    ['a block without an end', { block_a1: { M: { profile: { S: '*' } } } }],
    [
      'a block without a profile',
      { block_a1: { M: { until: { S: '2026-01-25T14:30:00.000Z' } } } },
    ],
    ['a block of another type', { block_a1: { S: '*' } }],
    [
      'a block that ends never',
      { block_a1: { M: { profile: { S: '*' }, until: { S: 'never' } } } },
    ],
  ])('SEC-11 refuses a subject with %s: a block is never overlooked', async (_name, item) => {
    const { server, failing } = await failingTable(tables);
    const body = `{"Item":{${at},${JSON.stringify(item).slice(1)}}`;
    server.failAll({ status: 200, headers: json, body });

    expect(
      await failing.read(alice).catch((error: unknown) => error),
      'SECURITY VIOLATION: a garbled block was overlooked',
    ).toBeInstanceOf(SentinelError);
  });

  test.each([
    '{}',
    '{"Attributes":{}}',
    `{"Attributes":{${at},"rate_29490000":{"N":"0"}}}`,
    `{"Attributes":{${at}}}`,
  ])('SEC-28 fails closed where the count is missing: %s', async (body) => {
    const { server, failing } = await failingTable(tables);
    server.failAll({ status: 200, headers: json, body });

    expect(
      await failing.count(alice, window).catch((error: unknown) => error),
      'SECURITY VIOLATION: a call passed uncounted',
    ).toBeInstanceOf(SentinelError);
  });
});

/** The session's item as the wire has it. */
async function storedItem(server: LocalServer, adapters: Adapters): Promise<object> {
  let body = '';
  const seen = server.received.length;
  await adapters.find(aSession());
  const request = server.received[seen];
  const answer = await fetch(server.url, {
    method: 'POST',
    headers: {
      'content-type': 'application/x-amz-json-1.0',
      'x-amz-target': 'DynamoDB_20120810.GetItem',
      authorization: String(request?.headers['authorization']),
      'x-amz-date': String(request?.headers['x-amz-date']),
    },
    body: request?.body ?? '',
  });
  body = await answer.text();
  const { Item: item } = JSON.parse(body);
  return item;
}

import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { inconsistencies } from './consistency.ts';
import type { Sample } from './flows.ts';
import { createRecords } from './records.ts';

const vended: Sample = {
  what: 'vend',
  dueAtMs: 0,
  reply: {
    status: 200,
    requestId: 'r1',
    body: '{"AccessKeyId":"ASIA1","Sentinel":{"SessionId":"s1"}}',
    sentAtMs: 0,
    cameAtMs: 1,
  },
};

const record = {
  requestId: 'r1',
  event: 'vend',
  outcome: 'allow',
  code: 'OK',
  sessionId: 's1',
  accessKeyId: 'ASIA1',
};

const stored = { accessKeyId: 'ASIA1', sessionId: 's1', status: 'active' };

test('an answer, its record and its items that say the same are consistent', () => {
  expect(inconsistencies([vended], { decisions: [record], faults: [] }, [stored])).toEqual([]);
});

test.each([
  ['no record', { decisions: [] }, 'r1 has no records'],
  ['two records', { decisions: [record, record] }, 'r1 has 2 records'],
  [
    'a record of a refusal',
    { decisions: [{ ...record, outcome: 'deny' }] },
    'r1 was answered 200 and recorded as deny',
  ],
  [
    'a record of other credentials',
    { decisions: [{ ...record, accessKeyId: 'ASIA2' }] },
    'r1: the record names other credentials',
  ],
  ['no item', { stored: [] }, 'r1: the vend is not stored'],
  [
    'a session that is not active',
    { stored: [{ ...stored, status: 'ended' }] },
    'r1: the vend is not stored',
  ],
  [
    'a record that was never answered',
    { decisions: [record, { ...record, requestId: 'r2' }] },
    'r2 was recorded and never answered',
  ],
  ['a broken chain', { faults: ['a gap'] }, 'a gap'],
])('%s is told', (_, changes, fault) => {
  const found = { decisions: [record], faults: [], stored: [stored], ...changes };

  expect(inconsistencies([vended], found, found.stored)).toEqual([fault]);
});

/** Lines of one writer, as the ledger writes them. */
function linesOf(count: number): readonly string[] {
  let prev = '0'.repeat(64);
  return Array.from({ length: count }, (_, seq) => {
    const body = JSON.stringify({ request_id: `r${seq}`, writer: 'w', seq, prev });
    prev = createHash('sha256').update(body).digest('hex');
    return `${body.slice(0, -1)},"hash":"${prev}"}`;
  });
}

const [first = '', second = '', third = ''] = linesOf(3);

test.each([
  ['whole', [first, second, third], 0],
  ['missing a line', [first, third], 1],
  ['with an edited line', [first, second.replace('r1', 'rX'), third], 1],
  ['with a line twice', [first, second, second], 1],
])('a chain that is %s has the faults that are counted', (_, lines, count) => {
  const records = createRecords();

  for (const line of lines) records.take(line);

  expect(records.read().faults).toHaveLength(count);
});

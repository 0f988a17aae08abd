import type { Call } from '@sentinel/devstack/http/call';
import { keys } from '@sentinel/tvm/table';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openRange, type Range } from './firing-range.ts';
import type { Answer } from './hostile-client.ts';
import { type Insider, openInsider } from './open-insider.ts';
import { vendShot } from './repel.ts';

type Gate = {
  readonly reached: PromiseWithResolvers<void>;
  readonly open: PromiseWithResolvers<void>;
};

/** What waits: a vend that was let in, before it looks at the blocks once more; a revocation that has written its own. */
type Stage = { readonly vend: Gate; readonly sweep: Gate };

let stage: Stage | undefined;
let range: Range;
let insider: Insider;

beforeAll(async () => {
  range = await openRange({
    faults: async (call) => {
      if (stage === undefined) return undefined;
      if (isOpening(call)) await pass(stage.vend);
      if (isSweep(call)) await pass(stage.sweep);
      return undefined;
    },
  });
  insider = openInsider(range.stack);
});
afterAll(async () => {
  insider.close();
  await range.close();
});

describe('SEC-11 a block that is written after a vend was let in', () => {
  test.each<[whom: string, target: { readonly subject: string; readonly profile?: string }]>([
    ['a person', { subject: 'grace@example.com' }],
    ['a person from the profile', { subject: 'heidi@example.com', profile: 'dev' }],
  ])('SEC-11 is seen before any session is ended: of %s', async (_whom, target) => {
    const under = await admitted(target.subject);
    const body = { ...target, reason: 'a stolen laptop' };
    const revoking = range.post(range.keysOf('erin'), '/revocations', body);
    await Promise.race([under.sweep.reached.promise, revoking]);

    under.vend.open.resolve();
    const answer = await under.answer;
    under.sweep.open.resolve();

    expectWithdrawn(answer, target.subject);
    expect((await revoking).status).toBe(200);
  });

  test('SEC-11 is seen where nothing ends a session: of a profile, by an instance that wrote no more', async () => {
    const under = await admitted('ivan@example.com');
    const until = new Date(Date.now() + 3_600_000).toISOString();
    const standing = { block_0123456789abcdef: { profile: 'dev', until }, epoch: 1 };
    await insider.plant({ ...keys.profile('dev'), ...standing });

    under.vend.open.resolve();

    expectWithdrawn(await under.answer, 'ivan@example.com');
  });
});

/** A vend that no block has refused, and that waits now. */
async function admitted(subject: string) {
  stage = { vend: gate(), sweep: gate() };
  const by = range.keysOf(subject.replace('@example.com', ''));
  const answer = range.fire(by, vendShot('dev'));
  await Promise.race([stage.vend.reached.promise, answer]);
  return { answer, ...stage };
}

function gate(): Gate {
  return { reached: Promise.withResolvers(), open: Promise.withResolvers() };
}

function pass({ reached, open }: Gate): Promise<void> {
  reached.resolve();
  return open.promise;
}

function isOpening({ operation, input }: Call): boolean {
  const { sk } = Object(input['Item']);
  return operation === 'PutItem' && String(Object(sk)['S']).startsWith('session#');
}

function isSweep({ operation, input }: Call): boolean {
  return operation === 'Query' && JSON.stringify(input).includes('"session#~"');
}

function expectWithdrawn(answer: Answer, subject: string): void {
  expect(answer.json, 'SECURITY VIOLATION: a block was not seen').toMatchObject({
    Code: 'SUBJECT_BLOCKED',
  });
  expect(answer.raw, 'SECURITY VIOLATION: what was withdrawn is told').not.toMatch(
    /ASIA[A-Z0-9]{8}|SecretAccessKey/,
  );
  const records = range.decisions().filter((record) => record.request_id === answer.requestId);
  const access_key_id = expect.stringMatching(/^ASIA/);
  expect(records, 'SECURITY VIOLATION: the record does not tell the truth').toMatchObject([
    { outcome: 'withdrawn', code: 'SUBJECT_BLOCKED', subject, access_key_id },
  ]);
}

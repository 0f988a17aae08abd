import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { SentinelError } from '../errors.ts';
import { memoryWorld } from '../memory/world.ts';
import { reasons } from '../reasons.ts';
import { createLedger } from './ledger.ts';
import { recorded } from './recorded.ts';

const sha256 = (data: string | Uint8Array) => createHash('sha256').update(data).digest();
const opening = { event: 'vend', request_id: '0123456789abcdef' };

function aWorld() {
  const outside = memoryWorld();
  const { trail, clock } = outside.ports;
  return { outside, world: { clock, ledger: createLedger('w1', { trail, clock, sha256 }) } };
}

function linesOf(outside: ReturnType<typeof memoryWorld>) {
  return outside.trail.lines().map((line) => JSON.parse(line));
}

function decisionsOf(outside: ReturnType<typeof memoryWorld>) {
  return linesOf(outside).filter((line) => 'seq' in line);
}

describe('one request is one decision record', () => {
  test('an answer is an allow', async () => {
    const { outside, world } = aWorld();

    const result = await recorded(opening, world, async (story) => {
      story.note({ subject: 'alice@example.com' });
      return { ok: true };
    });

    expect(result).toEqual({ ok: true });
    expect(decisionsOf(outside)).toMatchObject([
      {
        outcome: 'allow',
        code: 'OK',
        subject: 'alice@example.com',
        request_id: '0123456789abcdef',
      },
    ]);
  });

  test('a refusal is a deny with its code; its detail goes to a line for operators', async () => {
    const { outside, world } = aWorld();

    await recorded(opening, world, async () =>
      reasons.unavailableProfile({ code: 'POLICY_ERROR', detail: 'line 3: unknown effect' }),
    );

    expect(decisionsOf(outside)).toMatchObject([{ outcome: 'error', code: 'POLICY_ERROR' }]);
    expect(linesOf(outside)).toContainEqual({
      level: 'error',
      request_id: '0123456789abcdef',
      code: 'POLICY_ERROR',
      detail: 'line 3: unknown effect',
    });
  });

  test.each([
    [new SentinelError('DEPENDENCY_UNAVAILABLE', 'SSM timed out'), 'DEPENDENCY_UNAVAILABLE'],
    [new SentinelError('CREDENTIAL_ERROR', 'AccessDenied'), 'CREDENTIAL_ERROR'],
    [new SentinelError('POLICY_ERROR', 'no directory'), 'POLICY_ERROR'],
    [new SentinelError('CONFIG_ERROR', 'no table'), 'CONFIG_ERROR'],
    [new SentinelError('INTERNAL', 'odd'), 'INTERNAL'],
    [new TypeError('x is not a function'), 'INTERNAL'],
    ['a thrown text', 'INTERNAL'],
  ])(
    'what is thrown (%s) is an error with code %s, and none of its words reach the caller',
    async (thrown, code) => {
      const { outside, world } = aWorld();

      const result = await recorded(opening, world, () => Promise.reject(thrown));

      expect(result).toMatchObject({ refused: true, code });
      const told = JSON.stringify({ ...Object(result), detail: '' });
      expect(told).not.toMatch(/SSM|AccessDenied|directory|table|odd|function|thrown/);
      expect(decisionsOf(outside)).toMatchObject([{ outcome: 'error', code }]);
    },
  );

  test('a refusal after credentials existed is withdrawn', async () => {
    const { outside, world } = aWorld();

    await recorded(opening, world, async (story) => {
      story.note({ access_key_id: 'ASIAEXAMPLE' });
      return reasons.subjectBlocked('you');
    });

    expect(decisionsOf(outside)).toMatchObject([
      { outcome: 'withdrawn', code: 'SUBJECT_BLOCKED', access_key_id: 'ASIAEXAMPLE' },
    ]);
  });

  test('a record that was fixed is written as it stood, and a withdrawn one follows if nothing was answered', async () => {
    const { outside, world } = aWorld();
    let hash = '';

    await recorded(opening, world, async (story) => {
      story.note({ access_key_id: 'ASIAEXAMPLE' });
      hash = story.fix().hash;
      story.note({ profile: 'later' });
      return reasons.sessionRevoked();
    });

    expect(decisionsOf(outside)).toMatchObject([
      { outcome: 'allow', hash, profile: null, seq: 0 },
      { outcome: 'withdrawn', code: 'SESSION_REVOKED', prev: hash, seq: 1 },
    ]);
  });

  test('phases are timed, also those that fail', async () => {
    const { outside, world } = aWorld();

    await recorded(opening, world, (story) =>
      story.timed('sts', async () => {
        outside.clock.advance(250);
        throw new SentinelError('DEPENDENCY_UNAVAILABLE', 'timed out');
      }),
    );

    expect(decisionsOf(outside)).toMatchObject([{ latency_ms: { sts: 250, total: 250 } }]);
  });
});

describe('a writer notes how far it has come', () => {
  test('at its first use, then every 60 s of use', async () => {
    const { outside, world } = aWorld();
    const noted = () => outside.trail.notes().get('w1')?.seq;

    await world.ledger.anchor();
    await recorded(opening, world, async () => ({}));
    outside.clock.advance(59_999);
    await world.ledger.anchor();
    const early = noted();
    outside.clock.advance(1);
    await world.ledger.anchor();

    expect([early, noted()]).toEqual([-1, 0]);
  });
});

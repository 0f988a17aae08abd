import type { VendAnswer } from '@sentinel/core/contract/vend';
import { expect, test } from 'vitest';
import { handTimers, settle } from '../../testing/hand-timers.ts';
import { minute, no, startMs, type VendedParts, vended, yes } from '../../testing/vended.ts';
import type { Reply } from '../tvm-client.ts';
import { hold } from './holding.ts';
import { keep } from './keeper.ts';

type Script = (
  sessionId: string | undefined,
  nth: number,
) => Reply<VendAnswer> | Promise<Reply<VendAnswer>>;

/** A keeper whose server follows a script; what was asked and told is kept. */
function kept(script: Script, first: VendedParts = {}, minLeftMs = 0) {
  const timers = handTimers(startMs);
  const asked: (string | undefined)[] = [];
  const askedAtMs: number[] = [];
  const told: string[] = [];
  const signals: AbortSignal[] = [];
  const held = hold(vended(first), { nowMs: startMs, chance: 0, minLeftMs });
  if (!('answer' in held)) throw new Error(held.message);
  const keeper = keep({
    profile: 'production',
    first: held,
    minLeftMs,
    timers,
    async ask(sessionId, signal) {
      asked.push(sessionId);
      askedAtMs.push(timers.nowMs() - startMs);
      signals.push(signal);
      return script(sessionId, asked.length);
    },
    tell: (line) => told.push(line),
  });
  const serial = () => {
    const seen = keeper.look();
    return seen.kind === 'credentials' ? Number(seen.answer.AccessKeyId.slice(-4)) : seen.why.code;
  };
  return { keeper, timers, asked, askedAtMs, told, signals, serial };
}

/** Renews for an hour at a time. */
function renewing(timers: { nowMs(): number }, nth: number): Reply<VendAnswer> {
  return yes({ nowMs: timers.nowMs(), serial: nth + 1 });
}

test('credentials of an hour are renewed every 40 minutes in the same session', async () => {
  const it: ReturnType<typeof kept> = kept((_, nth) => renewing(it.timers, nth));

  await it.timers.advance(39 * minute);
  const before = it.serial();
  await it.timers.advance(2 * minute);

  expect([before, it.serial()]).toEqual([1, 2]);
  await it.timers.advance(80 * minute);
  expect(it.askedAtMs).toEqual([40, 80, 120].map((at) => at * minute));
  expect(new Set(it.asked)).toEqual(new Set(['00000000000000a1']));
});

test('with 50 minutes to be left an hour is renewed every 10', async () => {
  const it: ReturnType<typeof kept> = kept((_, nth) => renewing(it.timers, nth), {}, 50 * minute);

  await it.timers.advance(31 * minute);

  expect(it.askedAtMs).toEqual([10, 20, 30].map((at) => at * minute));
});

test('a hundred looks while one ask is under way make no second one', async () => {
  const pending = Promise.withResolvers<Reply<VendAnswer>>();
  const it = kept(() => pending.promise);
  await it.timers.advance(40 * minute);

  const seen = Array.from({ length: 100 }, () => it.serial());

  expect(seen.every((serial) => serial === 1)).toBe(true);
  pending.resolve(yes({ nowMs: it.timers.nowMs(), serial: 2 }));
  await settle();
  expect([it.asked.length, it.serial()]).toEqual([1, 2]);
});

test.each([no('CONFLICT', 409), no('NOT_FOUND', 404)])(
  '$code of a session is followed by a new one, and both are known',
  async (over) => {
    const it: ReturnType<typeof kept> = kept((sessionId) =>
      sessionId === undefined
        ? yes({ nowMs: it.timers.nowMs(), serial: 2, sessionId: '00000000000000b2' })
        : over,
    );

    await it.timers.advance(40 * minute);

    expect(it.asked).toEqual(['00000000000000a1', undefined]);
    expect(it.serial()).toBe(2);
    expect(it.keeper.sessionIds()).toEqual(['00000000000000a1', '00000000000000b2']);
  },
);

test('a second conflict in a row is a refusal, not a loop', async () => {
  const it = kept(() => no('CONFLICT', 409));

  await it.timers.advance(60 * minute);

  expect(it.asked).toEqual(['00000000000000a1', undefined]);
  expect(it.serial()).toBe('CONFLICT');
});

test.each([
  { code: 'POLICY_DENY', status: 403 },
  { code: 'SESSION_REVOKED', status: 403 },
  { code: 'SUBJECT_BLOCKED', status: 403 },
  { code: 'APPROVAL_REQUIRED', status: 403 },
  { code: 'QUOTA_EXCEEDED', status: 429 },
  { code: 'SOMETHING_OF_A_LATER_SERVER', status: 403 },
])('$code ends the answering at once, is kept 5 s and told once', async ({ code, status }) => {
  const it = kept(() => no(code, status));

  await it.timers.advance(40 * minute);
  const seen = [it.serial(), it.serial(), it.serial()];
  await it.timers.advance(4_999);
  it.serial();

  expect(seen).toEqual([code, code, code]);
  expect(it.asked.length).toBe(1);
  await it.timers.advance(1);
  it.serial();
  await settle();
  expect(it.asked.length).toBe(2);
  expect(it.told).toEqual([`no new credentials for \`production\`: said ${code}`]);
});

test('nobody asks again after a refusal until a client comes, and then a yes is taken', async () => {
  const it: ReturnType<typeof kept> = kept((_, nth) =>
    nth === 1 ? no('POLICY_DENY', 403) : renewing(it.timers, nth),
  );
  await it.timers.advance(240 * minute);
  const asksWhileNobodyCame = it.asked.length;

  it.serial();
  await it.keeper.settled();

  expect(asksWhileNobodyCame).toBe(1);
  expect(it.serial()).toBe(3);
});

test.each([
  no('UNREACHABLE', 0),
  no('DEPENDENCY_UNAVAILABLE', 503),
  no('INTERNAL', 500),
  no('GATEWAY_FORBIDDEN', 403),
  no('IAM_AUTH_REQUIRED', 403),
  no('CLOCK_SKEW', 403),
])(
  '$code leaves good credentials good until they expire, and a yes is taken again',
  async (down) => {
    let isDown = true;
    const it: ReturnType<typeof kept> = kept((_, nth) =>
      isDown ? down : renewing(it.timers, nth),
    );

    await it.timers.advance(59 * minute);
    const before = it.serial();
    await it.timers.advance(minute);
    const after = it.serial();
    isDown = false;
    await it.timers.advance(5_000);
    it.serial();
    await it.keeper.settled();

    expect([before, after]).toEqual([1, down.code]);
    expect(it.serial()).toBe(it.asked.length + 1);
    expect(it.told).toEqual([`no new credentials for \`production\`: said ${down.code}`]);
  },
);

test('a server that is away is asked again after 1, 2, 4 seconds and so on up to a minute', async () => {
  const it = kept(() => no('UNREACHABLE', 0));

  await it.timers.advance(45 * minute);

  const gaps = it.askedAtMs.slice(1).map((at, i) => (at - (it.askedAtMs[i] ?? 0)) / 1_000);
  expect(gaps.slice(0, 8)).toEqual([1, 2, 4, 8, 16, 32, 60, 60]);
  expect(it.told).toEqual([]);
});

test('a rate limit is waited out as long as the server says', async () => {
  const it: ReturnType<typeof kept> = kept((_, nth) =>
    nth === 1 ? { ...no('RATE_LIMITED', 429), retryAfterSeconds: 90 } : renewing(it.timers, nth),
  );

  await it.timers.advance(45 * minute);

  expect(it.askedAtMs).toEqual([40 * minute, 41.5 * minute]);
});

test('a sign-in that ran out is told at once, for there is time to mend it', async () => {
  const it = kept(() => ({ ...no('SIGN_IN_EXPIRED', 0), help: 'sentinel login' }));

  await it.timers.advance(41 * minute);

  expect(it.told).toEqual([
    'no new credentials for `production`: said SIGN_IN_EXPIRED; sentinel login',
  ]);
  expect(it.serial()).toBe(1);
});

test('words of the server cannot act on the terminal', async () => {
  const it = kept(() => no('POLICY_DENY', 403, 'no\u001b[2Jno\r\nno'));

  await it.timers.advance(41 * minute);

  expect(it.told.join()).toContain('no\\u{1b}[2Jno\\u{d}\\u{a}no');
});

test('a server that hangs is given up after 20 s, and asked again', async () => {
  const it: ReturnType<typeof kept> = kept((_, nth) =>
    nth === 1 ? new Promise(() => {}) : renewing(it.timers, nth),
  );

  await it.timers.advance(41 * minute);

  expect(it.askedAtMs).toEqual([40 * minute, 40 * minute + 21_000]);
  expect(it.signals[0]?.aborted).toBe(true);
  expect(it.serial()).toBe(3);
});

test('a client that throws is a failure like any other', async () => {
  const it = kept(() => Promise.reject(new Error('broken')));

  await it.timers.advance(60 * minute);

  expect(it.serial()).toBe('UNREACHABLE');
});

test.each([
  { answer: { leftMs: -1 }, why: 'expired' },
  { answer: { leftMs: 0 }, why: 'expiring now' },
])('credentials that are $why are not taken', async ({ answer }) => {
  const it: ReturnType<typeof kept> = kept(() =>
    yes({ nowMs: it.timers.nowMs(), serial: 2, ...answer }),
  );

  await it.timers.advance(41 * minute);

  expect(it.serial()).toBe(1);
});

test('an expiry that cannot be read is not taken', async () => {
  const it = kept(() => ({ ok: true, answer: { ...vended({ serial: 2 }), Expiration: 'later' } }));

  await it.timers.advance(41 * minute);

  expect(it.serial()).toBe(1);
});

test('after the machine slept, what expired is not answered, and new ones are asked for', async () => {
  const it: ReturnType<typeof kept> = kept((_, nth) => renewing(it.timers, nth));
  it.timers.sleep(8 * 60 * minute);

  const onWaking = it.serial();
  await it.keeper.settled();

  expect([onWaking, it.serial()]).toEqual(['UNAVAILABLE', 2]);
});

test('after the machine slept, the clock is looked at within a minute', async () => {
  const it: ReturnType<typeof kept> = kept((_, nth) => renewing(it.timers, nth));
  it.timers.sleep(45 * minute);

  await it.timers.advance(minute);

  expect([it.asked.length, it.serial()]).toEqual([1, 2]);
});

test('the end of a grant is told 10 and 2 minutes before, once each', async () => {
  const it: ReturnType<typeof kept> = kept(
    (_, nth) => {
      const left = startMs + 30 * minute - it.timers.nowMs();
      return yes({ nowMs: it.timers.nowMs(), serial: nth + 1, leftMs: left, endsInMs: left });
    },
    { leftMs: 30 * minute, endsInMs: 30 * minute },
  );

  await it.timers.advance(29.5 * minute);

  expect(it.told).toEqual([
    'the access to `production` ends in 10 minutes',
    'the access to `production` ends in 2 minutes',
  ]);
});

test('a refusal after the end of a grant is told as its end', async () => {
  const it: ReturnType<typeof kept> = kept(
    () => {
      const left = startMs + 30 * minute - it.timers.nowMs();
      if (left > 0) return yes({ nowMs: it.timers.nowMs(), leftMs: left, endsInMs: left });
      return { ...no('APPROVAL_REQUIRED', 403, 'ask again'), help: 'sentinel request production' };
    },
    { leftMs: 30 * minute, endsInMs: 30 * minute },
  );

  await it.timers.advance(31 * minute);

  expect(it.told.at(-1)).toBe(
    'the access to `production` has ended; no new credentials for `production`: ask again; sentinel request production',
  );
});

test('near the end of a grant the server is asked at most once a minute', async () => {
  const it: ReturnType<typeof kept> = kept(
    (_, nth) => {
      const left = startMs + 30 * minute - it.timers.nowMs();
      return yes({ nowMs: it.timers.nowMs(), serial: nth + 1, leftMs: left, endsInMs: left });
    },
    { leftMs: 30 * minute, endsInMs: 30 * minute },
  );

  await it.timers.advance(29.9 * minute);

  const gaps = it.askedAtMs.map((at, i) => at - (it.askedAtMs[i - 1] ?? 0));
  expect(Math.min(...gaps)).toBeGreaterThanOrEqual(minute);
  expect(it.asked.length).toBeLessThan(6);
});

test('once stopped it calls off the ask under way and asks no more', async () => {
  const it = kept(() => new Promise(() => {}));
  await it.timers.advance(40 * minute);

  it.keeper.stop();
  await it.timers.advance(600 * minute);
  it.serial();

  expect(it.asked.length).toBe(1);
  expect(it.signals[0]?.aborted).toBe(true);
});

test('an answer that comes after the stop is neither taken nor told', async () => {
  const pending = Promise.withResolvers<Reply<VendAnswer>>();
  const it = kept(() => pending.promise);
  await it.timers.advance(40 * minute);

  it.keeper.stop();
  pending.resolve(no('POLICY_DENY', 403));
  await settle();

  expect([it.told, it.serial()]).toEqual([[], 1]);
});

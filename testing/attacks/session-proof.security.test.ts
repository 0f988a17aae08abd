import { keys } from '@sentinel/tvm/table';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  type AuthorizedService,
  type Bench,
  ordersHost,
  type VendedKeys,
  withService,
} from '../end-to-end/services/with-service.ts';
import type { Item } from './firing-range.ts';
import { fire } from './hostile-client.ts';
import { madeUpEvents } from './made-up-events.ts';
import { type Insider, openInsider } from './open-insider.ts';
import { chainedFrom, foreignTwin } from './session-proof-rivals.ts';
import { tokenByHand as token } from './token-by-hand.ts';
import { type RefusedFor, type Twisted, twists } from './twisted-tokens.ts';

const region = 'eu-west-1';

const violation = 'SECURITY VIOLATION: a service let an attacker in';
const done = Promise.withResolvers<void>();
let bench: Bench;
let running: Promise<void>;
let held: VendedKeys;
let others: VendedKeys;
let orders: AuthorizedService;
let guarded: Awaited<ReturnType<Bench['guarded']>>;
let skewMs = 0;
let insider: Insider;

/** What the table holds of alice's key, of its session, and of bob's. */
type Rows = { readonly session: Item; readonly bobs: Item; readonly key: Item };

/** STS knows no such pair of a key and a token. */
const anothers: RefusedFor = { because: 'not-proven', detail: 'InvalidClientTokenId' };

/** The line of the last request. */
const lastOf = ({ lines }: AuthorizedService): Item => JSON.parse(lines.at(-1) ?? '{}');

beforeAll(async () => {
  const ready = Promise.withResolvers<void>();
  running = withService(async (opened) => {
    bench = opened;
    held = await opened.vend('alice');
    others = await opened.vend('bob');
    orders = await opened.authorized({
      nowMs: () => Date.now() + skewMs,
      audience: `${ordersHost},billing.example.com`,
    });
    guarded = await opened.guarded();
    insider = openInsider(opened.stack);
    ready.resolve();
    await done.promise;
  });
  await Promise.race([ready.promise, running]);
});
afterAll(async () => {
  insider?.close();
  done.resolve();
  await running;
});

describe('SEC-27 a proof of a session at the door of a service', () => {
  test('SEC-27 made by hand as it should be, it opens', async () => {
    expect(await orders.ask(token(held))).toMatchObject({
      status: 200,
      json: { session_id: held.sessionId },
    });
  });

  test.each<Twisted>([
    ...twists,
    ["somebody else's key id", anothers, { members: (all) => all.with(2, others.accessKeyId) }],
    ["somebody else's token", anothers, { members: (all) => all.with(5, others.sessionToken) }],
  ])('SEC-27 %s opens nothing, for its own reason', async (_wants, by, twist) => {
    const answer = await orders.ask(token(held, twist));

    expect(answer.status, violation).toBe(403);
    expect(answer.json, 'SECURITY VIOLATION: it says why').toEqual({ message: 'Forbidden' });
    const { outcome, because, detail } = lastOf(orders);
    expect(
      { outcome, because, detail },
      'SECURITY VIOLATION: the check for it let it pass',
    ).toEqual({
      outcome: 'deny',
      detail: undefined,
      ...by,
    });
    expect(orders.lines.join(''), 'SECURITY VIOLATION: a secret was logged').not.toContain(
      held.sessionToken,
    );
  });

  test('SEC-27 a good token for a host that nobody listed opens nothing there', async () => {
    const host = 'unlisted.example.com';
    const elsewhere = await bench.authorized({ host });

    const answer = await elsewhere.ask(token(held, { audience: host }));

    expect(answer, violation).toEqual({ status: 403, json: { message: 'Forbidden' } });
    expect(lastOf(elsewhere)).toMatchObject({ outcome: 'deny', because: 'other-audience' });
  });

  test('SEC-27 the keys of somebody whom nothing was vended to, of a chained role, and of an ended session', async () => {
    const alice = bench.stack.users.find(({ name }) => name === 'alice') ?? expect.fail();
    const chained = await chainedFrom(bench.stack, held);
    const ended = await bench.vend('alice');
    await bench.call('alice', 'POST', `/sessions/${ended.sessionId}/end`);
    const foreign = foreignTwin(bench.stack, 'SentinelProtected-Dev', 'alice');

    for (const [keys, because] of [
      [alice, 'unknown-session'],
      [chained, 'unknown-session'],
      [ended, 'session-over'],
      [foreign, 'unknown-session'],
    ] as const) {
      const [byToken, byGuard] = await Promise.all([orders.ask(token(keys)), guarded.ask(keys)]);
      expect([byToken.status, byGuard.status], violation).toEqual([403, 403]);
      expect(lastOf(orders), violation).toMatchObject({ outcome: 'deny', because });
      expect(byGuard.json).toMatchObject({ allowed: false, code: 'NO_LIVE_SESSION' });
    }
    expect((await guarded.ask(held)).status).toBe(200);
  });

  test('SEC-27 a role of that name in an account of the attacker, its key led by an insider to a live session', async () => {
    const twin = foreignTwin(bench.stack, 'SentinelProtected-Dev', 'alice');
    const key = await insider.read(keys.accessKey(held.accessKeyId));
    await insider.plant({ ...key, ...keys.accessKey(twin.accessKeyId) });

    const [byToken, byGuard] = await Promise.all([orders.ask(token(twin)), guarded.ask(twin)]);

    expect(byToken, violation).toEqual({ status: 403, json: { message: 'Forbidden' } });
    expect(lastOf(orders)).toMatchObject({ outcome: 'deny', because: 'other-signer' });
    expect(byGuard.json, violation).toMatchObject({
      allowed: false,
      detail: 'the signer is not the one that the session was made for',
    });
  });

  test.each<[row: string, plant: (rows: Rows) => Item, said: object]>([
    [
      "a session that names another, in its owner's place",
      ({ session }) => ({ ...session, subject: 'bob@example.com' }),
      { outcome: 'error' },
    ],
    [
      "another's whole session in the owner's place",
      ({ session, bobs }) => ({ ...bobs, pk: session['pk'], sk: session['sk'] }),
      { outcome: 'error' },
    ],
    [
      'a session without a subject',
      ({ session }) => ({ ...session, subject: undefined }),
      { outcome: 'error' },
    ],
    [
      'a session with the stamp of another',
      ({ session, bobs }) => ({ ...session, source_identity: bobs['source_identity'] }),
      { outcome: 'deny', because: 'other-signer' },
    ],
    [
      "a key that leads to another's session",
      ({ key, bobs }) => ({ ...key, subject: 'bob@example.com', session_id: bobs['id'] }),
      { outcome: 'deny', because: 'other-signer' },
    ],
    [
      'a key that names another, with its own session',
      ({ key }) => ({ ...key, subject: 'bob@example.com' }),
      { outcome: 'deny', because: 'unknown-session' },
    ],
    [
      'a key without a subject',
      ({ key }) => ({ ...key, subject: undefined }),
      { outcome: 'error' },
    ],
  ])('SEC-27 %s, planted by an insider, opens nothing', async (_row, plant, said) => {
    const session = await insider.read(keys.session('alice@example.com', held.sessionId));
    const bobs = await insider.read(keys.session('bob@example.com', others.sessionId));
    const key = await insider.read(keys.accessKey(held.accessKeyId));
    const planted = plant({ session, bobs, key });
    await insider.plant(planted);

    const [byToken, byGuard] = await Promise.all([orders.ask(token(held)), guarded.ask(held)]);
    await insider.plant(planted['pk'] === key['pk'] ? key : session);

    expect(byToken, violation).toEqual({ status: 403, json: { message: 'Forbidden' } });
    expect(byGuard.json, violation).toMatchObject({ allowed: false });
    expect(lastOf(orders)).toMatchObject(said);
    expect((await orders.ask(token(held))).status).toBe(200);
  });

  test('SEC-27 a good token is of no use a minute later, and none was when the clock was behind', async () => {
    const good = token(held);
    skewMs = 61_000;
    const late = await orders.ask(good);
    const why = [lastOf(orders)['because']];
    skewMs = -61_000;
    const early = await orders.ask(good);
    why.push(lastOf(orders)['because']);
    skewMs = 0;

    expect([late.status, early.status], violation).toEqual([403, 403]);
    expect(why).toEqual(['stale', 'stale']);
    expect((await orders.ask(good)).status).toBe(200);
  });

  test('SEC-11 the check itself tells an attacker nothing of keys, and lets nobody guess', async () => {
    const mallory = bench.stack.users.find(({ name }) => name === 'bob') ?? expect.fail();
    const ids = [held.accessKeyId, 'ASIAAAAAAAAAAAAAAAAA', others.accessKeyId];

    const answers = await Promise.all(
      ids.map((id) =>
        fire(bench.stack.url, mallory, { target: `/sessions/check?access_key_id=${id}` }),
      ),
    );

    const told = answers.map(({ status, json }) => ({ status, ...json, RequestId: '' }));
    expect(
      new Set(told.map((each) => JSON.stringify(each))).size,
      'SECURITY VIOLATION: it tells keys apart',
    ).toBe(1);
    expect(told[0]).toMatchObject({ status: 403, Code: 'FORBIDDEN' });
  });

  test('SEC-27 an event that somebody made up is no request of a live session', async () => {
    const { sessionGuard } = await import('@sentinel/guard/session-guard');
    const guard = sessionGuard({ url: bench.stack.url, region, credentials: bench.serviceKeys });
    const forged = madeUpEvents(held, others);

    const found = await Promise.all(forged.map((each) => guard(each)));

    expect(
      found.map(({ allowed }) => allowed),
      violation,
    ).toEqual(forged.map(() => false));
  });
});

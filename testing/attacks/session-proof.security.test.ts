import { place } from '@sentinel/devstack/stack/place';
import { keys } from '@sentinel/tvm/table';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Bench, type VendedKeys, withService } from '../end-to-end/services/with-service.ts';
import type { Item } from './firing-range.ts';
import { fire, type Keys, keysIn, queryAws } from './hostile-client.ts';
import { madeUpEvents } from './made-up-events.ts';
import { type Insider, openInsider } from './open-insider.ts';
import { type Twist, tokenByHand as token } from './token-by-hand.ts';
import { twists } from './twisted-tokens.ts';

const region = 'eu-west-1';

const violation = 'SECURITY VIOLATION: a service let an attacker in';
const done = Promise.withResolvers<void>();
let bench: Bench;
let running: Promise<void>;
let held: VendedKeys;
let others: VendedKeys;
let orders: Awaited<ReturnType<Bench['authorized']>>;
let guarded: Awaited<ReturnType<Bench['guarded']>>;
let skewMs = 0;
let insider: Insider;

/** What the table holds of alice's key, of its session, and of bob's. */
type Rows = { readonly session: Item; readonly bobs: Item; readonly key: Item };

beforeAll(async () => {
  const ready = Promise.withResolvers<void>();
  running = withService(async (opened) => {
    bench = opened;
    held = await opened.vend('alice');
    others = await opened.vend('bob');
    orders = await opened.authorized({ nowMs: () => Date.now() + skewMs });
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

  test.each<readonly [wants: string, twist: Twist]>([
    ...twists,
    ["somebody else's key id", { members: (all) => all.with(2, others.accessKeyId) }],
    ["somebody else's token", { members: (all) => all.with(5, others.sessionToken) }],
  ])('SEC-27 %s opens nothing', async (_wants, twist) => {
    const answer = await orders.ask(token(held, twist));

    expect(answer.status, violation).toBe(403);
    expect(answer.json, 'SECURITY VIOLATION: it says why').toEqual({ message: 'Forbidden' });
    const record = JSON.parse(orders.lines.at(-1) ?? '{}');
    expect(record).toMatchObject({ outcome: 'deny' });
    expect(orders.lines.join(''), 'SECURITY VIOLATION: a secret was logged').not.toContain(
      held.sessionToken,
    );
  });

  test('SEC-27 the keys of somebody whom nothing was vended to, of a chained role, and of an ended session', async () => {
    const alice = bench.stack.users.find(({ name }) => name === 'alice') ?? expect.fail();
    const { iam } = bench.stack;
    iam.addRole({
      accountId: place.workloadAccount,
      name: 'Onwards',
      trust: {
        Version: '2012-10-17',
        Statement: [
          {
            Effect: 'Allow',
            Principal: { AWS: `arn:aws:iam::${place.workloadAccount}:role/SentinelProtected-Dev` },
            Action: ['sts:AssumeRole', 'sts:SetSourceIdentity'],
          },
        ],
      },
    });
    const form = {
      Action: 'AssumeRole',
      Version: '2011-06-15',
      RoleArn: `arn:aws:iam::${place.workloadAccount}:role/Onwards`,
      RoleSessionName: 'alice',
    };
    const chained = keysIn(await queryAws(bench.stack.stsUrl, held, { service: 'sts', form }));
    const ended = await bench.vend('alice');
    await bench.call('alice', 'POST', `/sessions/${ended.sessionId}/end`);
    const foreign = foreignTwin('SentinelProtected-Dev', 'alice');

    for (const keys of [alice, chained, ended, foreign]) {
      const [byToken, byGuard] = await Promise.all([orders.ask(token(keys)), guarded.ask(keys)]);
      expect([byToken.status, byGuard.status], violation).toEqual([403, 403]);
      expect(byGuard.json).toMatchObject({ allowed: false, code: 'NO_LIVE_SESSION' });
    }
    expect((await guarded.ask(held)).status).toBe(200);
  });

  /** A session of a role of that name in an account of the attacker. */
  function foreignTwin(name: string, sessionName: string): Keys {
    const { iam } = bench.stack;
    const role = iam.addRole({
      accountId: '999900001111',
      name,
      trust: {
        Version: '2012-10-17',
        Statement: [
          {
            Effect: 'Allow',
            Principal: { Service: 'ec2.amazonaws.com' },
            Action: 'sts:AssumeRole',
          },
        ],
      },
    });
    const nowMs = Date.now();
    const life = { issuedAtMs: nowMs, expiresAtMs: nowMs + 3_600_000 };
    return iam.openSession({ roleArn: role.arn, sessionName, ...life });
  }

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
    expect(JSON.parse(orders.lines.at(-1) ?? '{}')).toMatchObject(said);
    expect((await orders.ask(token(held))).status).toBe(200);
  });

  test('SEC-27 a good token is of no use a minute later, and none was when the clock was behind', async () => {
    const good = token(held);
    skewMs = 61_000;
    const late = await orders.ask(good);
    skewMs = -61_000;
    const early = await orders.ask(good);
    skewMs = 0;

    expect([late.status, early.status], violation).toEqual([403, 403]);
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

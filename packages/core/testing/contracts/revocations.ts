import { SentinelError } from '@sentinel/core/errors';
import type { RevocationQuery, Revocations } from '@sentinel/core/ports';
import type { Revocation } from '@sentinel/core/revocation/revocation';
import { describe, expect, test } from 'vitest';
import { aRevocation, done, revocationId, targets } from './a-revocation.ts';
import { noon, profile, subject } from './a-session.ts';

/** One more client of the same, at first empty, state. */
export type RevocationsFixture = { connect(): Revocations };

type Start = () => Promise<RevocationsFixture>;

const account = '111122223333';

/** What every adapter of `Revocations` must do. */
export function revocationsContract(name: string, start: Start): void {
  describe(`revocations: ${name}`, () => {
    describe('create', () => creates(start));
    describe('change', () => changes(start));
    describe('effects', () => notesEffects(start));
    describe('since', () => tellsSince(start));
    describe('list', () => lists(start));
  });
}

function creates(start: Start): void {
  test.each([
    ...Object.entries(targets).map(([kind, target]) => [kind, { target }] as const),
    ['an own session', { target: targets.session, isAdministrators: false, untilMs: noon }],
    ['with a key', { keyedBody: '00000000000000d1' }],
    ['with odd words', { reason: 'Größe \ud800 "quoted"\r\nsecond \u2028 \u001b[31m %s %n 😀' }],
    ['all at once', done(aRevocation(), { effects: new Map([[account, effect(1)]]) })],
    ['lifted', { status: 'lifted', lifted: { by: subject('dave'), atMs: noon + 5 } }],
  ] as const)('finds at once, whole, what was made: %s', async (_what, made) => {
    const fixture = await start();
    const revocation = aRevocation(made);

    const created = await fixture.connect().create(revocation);

    expect(created).toEqual(revocation);
    expect(await fixture.connect().find(revocation.id)).toEqual(revocation);
  });

  test('knows nothing of an unknown id', async () => {
    const revocations = (await start()).connect();

    expect(await revocations.find(revocationId('00000000000000f9'))).toBeUndefined();
  });

  test('an id that is taken answers what is there, and changes nothing', async () => {
    const fixture = await start();
    const first = aRevocation();
    await fixture.connect().create(first);
    await fixture.connect().change(first, done(first));

    const again = await fixture
      .connect()
      .create(aRevocation({ createdAtMs: noon + 90_000, reason: 'another' }));

    expect(again).toEqual(done(first));
    expect(await fixture.connect().since(0)).toEqual([done(first)]);
  });

  test('of many at once with one id there is one', async () => {
    const fixture = await start();

    const made = await Promise.all(
      Array.from({ length: 32 }, (_, index) =>
        fixture.connect().create(aRevocation({ createdAtMs: noon + index })),
      ),
    );

    const [only] = await fixture.connect().since(0);
    expect(new Set(made.map(({ createdAtMs }) => createdAtMs))).toEqual(
      new Set([only?.createdAtMs]),
    );
    expect(await fixture.connect().since(0)).toHaveLength(1);
  });
}

function changes(start: Start): void {
  test('writes the next state', async () => {
    const { revocations, open } = await opened(start);

    expect(await revocations.change(open, done(open))).toBe(true);

    expect(await revocations.find(open.id)).toEqual(done(open));
  });

  test('writes no moment of being done where the state has none', async () => {
    const { revocations, open } = await opened(start);
    const lifted = { by: subject('dave'), atMs: noon + 5 };
    const next = { ...open, status: 'lifted', version: 2, lastChange: 'x', lifted } as const;

    expect(await revocations.change(open, next)).toBe(true);

    expect(await revocations.find(open.id)).toEqual(next);
  });

  test('refuses what another has changed meanwhile, and what does not exist', async () => {
    const { revocations, open } = await opened(start);
    await revocations.change(open, done(open));
    const lifted = { ...done(open), status: 'lifted', version: 3, lastChange: 'x' } as const;

    expect(await revocations.change(open, { ...done(open), lastChange: 'other' })).toBe(false);
    expect(await revocations.change({ ...open, version: 2 }, lifted)).toBe(false);
    expect(
      await revocations.change(aRevocation({ id: revocationId('00000000000000f9') }), done(open)),
    ).toBe(false);

    expect(await revocations.find(open.id)).toEqual(done(open));
  });

  test('the same change twice is one', async () => {
    const { revocations, open } = await opened(start);

    expect(await revocations.change(open, done(open))).toBe(true);
    expect(await revocations.change(open, done(open))).toBe(true);

    expect((await revocations.find(open.id))?.version).toBe(2);
  });

  test('of many different changes at once one is made', async () => {
    const { fixture, open } = await opened(start);

    const made = await Promise.all(
      Array.from({ length: 32 }, (_, index) =>
        fixture.connect().change(open, done(open, { lastChange: `request-${index}` })),
      ),
    );

    expect(made.filter((isMade) => isMade)).toHaveLength(1);
    const stored = await fixture.connect().find(open.id);
    expect(stored?.lastChange).toBe(`request-${made.indexOf(true)}`);
  });

  test('leaves target, author and effects alone', async () => {
    const { revocations, open } = await opened(start);
    await revocations.noteEffect(open.id, account, effect(1));

    await revocations.change(
      open,
      done({ ...open, target: targets.profile, reason: 'other', untilMs: 0, effects: new Map() }),
    );

    expect(await revocations.find(open.id)).toEqual({
      ...done(open),
      effects: new Map([[account, effect(1)]]),
    });
  });
}

function notesEffects(start: Start): void {
  test('each account has its own, and the first stays', async () => {
    const { fixture, open } = await opened(start);

    await Promise.all([
      fixture.connect().noteEffect(open.id, account, effect(1)),
      fixture.connect().noteEffect(open.id, '444455556666', effect(2)),
    ]);
    await fixture.connect().noteEffect(open.id, account, effect(3));

    expect(await fixture.connect().find(open.id)).toEqual({
      ...open,
      effects: new Map([
        [account, effect(1)],
        ['444455556666', effect(2)],
      ]),
    });
  });

  test('of an unknown revocation makes none', async () => {
    const { revocations } = await opened(start);
    const unknown = revocationId('00000000000000f9');

    await revocations.noteEffect(unknown, account, effect(1));

    expect(await revocations.find(unknown)).toBeUndefined();
    expect(await revocations.since(0)).toHaveLength(1);
  });
}

function tellsSince(start: Start): void {
  test('tells all that were made since a moment, that one included, oldest first', async () => {
    const { all, revocations } = await series(start, 12);

    const since = await revocations.since(noon + 5000);

    expect(since).toEqual(all.slice(5));
    expect(await revocations.since(noon + 12_000)).toEqual([]);
  });

  test('tells all of them, also if they fill several pages of a megabyte', async () => {
    const { all, revocations } = await series(start, 90, { reason: 'ü'.repeat(15_000) });

    expect((await revocations.since(0)).map(({ id }) => id)).toEqual(all.map(({ id }) => id));
    expect(await pages(revocations, { nowMs: noon, limit: 100 })).toHaveLength(90);
  });
}

function lists(start: Start): void {
  test.each([1, 5, 12, 100])('pages of %i show all, newest first', async (limit) => {
    const { all, revocations } = await series(start, 12);

    const shown = await pages(revocations, { nowMs: noon, limit });

    expect(shown).toEqual([...all].reverse());
  });

  test('the last page leads nowhere', async () => {
    const { revocations } = await series(start, 6);

    const page = await revocations.list({ nowMs: noon, limit: 6 });

    expect([page.items.length, page.after]).toEqual([6, undefined]);
  });

  test('shows those whose block stands, or those of a profile', async () => {
    const { all, revocations } = await series(start, 6);
    const [lifted, own, over, elsewhere] = all;
    if (!lifted || !own || !over || !elsewhere) throw new Error('there are six');
    const extra = [
      { ...own, id: revocationId('00000000000000c1'), isAdministrators: false },
      { ...over, id: revocationId('00000000000000c2'), untilMs: noon + 60_000 },
      { ...elsewhere, id: revocationId('00000000000000c3'), target: targets.stolenName },
      { ...lifted, id: revocationId('00000000000000c4'), status: 'lifted' as const },
    ];
    for (const each of extra) await revocations.create(each);

    const live = await pages(revocations, { nowMs: noon + 60_000, limit: 4, isLive: true });
    const stolen = await pages(revocations, {
      nowMs: noon,
      limit: 4,
      profile: profile('stolen'),
    });

    expect(live.map(({ id }) => id).sort()).toEqual(
      [...all.map(({ id }) => id), '00000000000000c3'].sort(),
    );
    expect(stolen.map(({ id }) => id)).toEqual(['00000000000000c3']);
  });

  test.each(['', 'nonsense', '2026', '{}', '2026-01-25T14:30:00.000Z', '#a'])(
    'a page key `%s` is refused',
    async (after) => {
      const revocations = (await start()).connect();

      await expect(revocations.list({ nowMs: noon, limit: 5, after })).rejects.toThrow(
        SentinelError,
      );
    },
  );
}

async function opened(start: Start) {
  const fixture = await start();
  const revocations = fixture.connect();
  return { fixture, revocations, open: await revocations.create(aRevocation()) };
}

/** So many, a second apart, the later half made first. */
async function series(start: Start, count: number, more: Partial<Revocation> = {}) {
  const revocations = (await start()).connect();
  const all = Array.from({ length: count }, (_, index) =>
    aRevocation({
      ...more,
      id: revocationId(index.toString(16).padStart(16, '0')),
      createdAtMs: noon + index * 1000,
    }),
  );
  const half = Math.floor(count / 2);
  const order = [...all.slice(half), ...all.slice(0, half)];
  await Promise.all(order.map((each) => revocations.create(each)));
  return { revocations, all };
}

async function pages(revocations: Revocations, query: RevocationQuery): Promise<Revocation[]> {
  const { items, after } = await revocations.list(query);
  if (after === undefined) return [...items];
  return [...items, ...(await pages(revocations, { ...query, after }))];
}

function effect(seconds: number) {
  return { atMs: noon + seconds * 1000, isWidened: seconds > 1 };
}

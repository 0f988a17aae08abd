import type { AccessRequest } from '@sentinel/core/approval/request';
import { SentinelError } from '@sentinel/core/errors';
import type { Requests } from '@sentinel/core/ports';
import { describe, expect, test } from 'vitest';
import { aGrant, aRequest, aStep, aUse, fullRequest, requestId } from './a-request.ts';
import { noon, profile, subject } from './a-session.ts';

/** `connect`: one more client of the same, at first empty, state. */
export type RequestsFixture = { connect(): Requests };

type Start = () => Promise<RequestsFixture>;

/** What every adapter of `Requests` must do; using a grant and listing have suites of their own. */
export function requestsContract(name: string, start: Start): void {
  describe(`requests: ${name}`, () => {
    describe('create', () => creates(start));
    describe('of a profile', () => readsOfProfile(start));
    describe('change', () => changes(start));
  });
}

function creates(start: Start): void {
  test.each<[string, AccessRequest]>([
    ['with every field', fullRequest],
    ['without optional fields', aRequest()],
    ['that is approved at once', aGrant({ via: 'auto', approvals: [] })],
  ])('finds at once, whole, what was created %s', async (_name, request) => {
    const fixture = await start();

    expect(await fixture.connect().create(request)).toEqual(request);

    expect(await fixture.connect().find(request)).toEqual(request);
    expect(await fixture.connect().locate(request.id)).toEqual(request);
  });

  test('finds nothing of unknown id, of another subject, profile or time', async () => {
    const requests = (await start()).connect();
    await requests.create(aRequest());

    for (const other of [
      { subject: subject('mallory@example.com') },
      { profile: profile('staging') },
      { createdAtMs: noon + 1 },
      { id: requestId('00000000000000f2') },
    ]) {
      expect(await requests.find({ ...aRequest(), ...other })).toBeUndefined();
    }
    expect(await requests.locate(requestId('00000000000000f2'))).toBeUndefined();
  });

  test.each<[string, Partial<AccessRequest>]>([
    ['the same once more', {}],
    ['the same at another time', { createdAtMs: noon + 5000, expiresAtMs: noon + 90_000_000 }],
    ['another profile', { profile: profile('staging') }],
    ['another duration', { durationSeconds: 900, lastChange: 'other' }],
  ])('an id that is taken leads to what it made: %s', async (_name, second) => {
    const fixture = await start();
    await fixture.connect().create(aRequest());

    const answer = await fixture.connect().create(aRequest(second));

    expect(answer).toEqual(aRequest());
    expect(await fixture.connect().locate(aRequest().id)).toEqual(aRequest());
    const made = await fixture.connect().list({ nowMs: noon, limit: 10 });
    expect(made.items).toEqual([aRequest()]);
  });

  test('an id that another subject has is no answer', async () => {
    const requests = (await start()).connect();
    await requests.create(aRequest());

    const second = aRequest({ subject: subject('mallory@example.com') });

    await expect(requests.create(second)).rejects.toThrow(SentinelError);
    expect(await requests.locate(aRequest().id)).toEqual(aRequest());
  });

  test('of many at once one is made, and all are told of it', async () => {
    const fixture = await start();

    const answers = await Promise.all(
      Array.from({ length: 32 }, (_, index) =>
        fixture
          .connect()
          .create(aRequest({ createdAtMs: noon + index, lastChange: `change-${index}` })),
      ),
    );

    for (const answer of answers) expect(answer).toEqual(answers[0]);
    const { items } = await fixture.connect().list({ nowMs: noon, limit: 100 });
    expect(items).toEqual([answers[0]]);
  });
}

function readsOfProfile(start: Start): void {
  test('tells all of a subject and profile since then, newest first, whatever became of them', async () => {
    const requests = (await start()).connect();
    const nth = (index: number, more: Partial<AccessRequest> = {}) =>
      aGrant({
        id: requestId(index.toString(16).padStart(16, '0')),
        createdAtMs: noon + index,
        ...more,
      });
    const all = Array.from({ length: 12 }, (_, index) =>
      nth(index, index % 3 === 0 ? { status: 'denied', closed: aStep() } : {}),
    );
    for (const request of all) await requests.create(request);
    await requests.create(nth(20, { subject: subject('bob@example.com') }));
    await requests.create(nth(21, { profile: profile('production-2') }));

    const { subject: alice, profile: production } = aRequest();

    expect(await requests.ofProfile(alice, production, noon + 4)).toEqual(all.slice(4).reverse());
    expect(await requests.ofProfile(alice, production, noon + 12)).toEqual([]);
    expect(await requests.ofProfile(alice, profile('prod'), 0)).toEqual([]);
  });
}

function changes(start: Start): void {
  test('writes a transition, all of it', async () => {
    const requests = (await start()).connect();
    await requests.create(aRequest());

    expect(await requests.change(aRequest(), aGrant())).toBe(true);

    expect(await requests.find(aRequest())).toEqual(aGrant());
  });

  test.each<[string, Partial<AccessRequest>]>([
    ['status', { status: 'denied' }],
    ['version', { version: 2 }],
  ])('writes nothing where the %s is another', async (_name, stored) => {
    const requests = (await start()).connect();
    await requests.create(aRequest(stored));

    expect(await requests.change(aRequest(), aGrant({ lastChange: 'mine' }))).toBe(false);

    expect(await requests.find(aRequest())).toEqual(aRequest(stored));
  });

  test('what does not exist is not made', async () => {
    const requests = (await start()).connect();

    expect(await requests.change(aRequest(), aGrant())).toBe(false);

    expect(await requests.find(aRequest())).toBeUndefined();
  });

  test('the same once more is one change, and succeeds', async () => {
    const requests = (await start()).connect();
    await requests.create(aRequest());
    await requests.change(aRequest(), aGrant());

    expect(await requests.change(aRequest(), aGrant())).toBe(true);
    expect(await requests.change(aRequest(), aGrant({ lastChange: 'other' }))).toBe(false);
  });

  test('sessions opened meanwhile stay', async () => {
    const requests = (await start()).connect();
    await requests.create(aGrant());
    await requests.use(aGrant(), aUse());
    const closed = aStep({ comment: 'over' });

    await requests.change(
      aGrant(),
      aGrant({ status: 'withdrawn', version: 3, closed, sessionIds: [] }),
    );

    expect(await requests.find(aGrant())).toEqual(
      aGrant({ status: 'withdrawn', version: 3, closed, sessionIds: [aUse().sessionId] }),
    );
  });
}

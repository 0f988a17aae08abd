import type { AccessRequest } from '@sentinel/core/approval/request';
import type { GrantUse } from '@sentinel/core/ports';
import { describe, expect, test } from 'vitest';
import { aGrant, aRequest, aStep, aUse, requestId } from './a-request.ts';
import { noon, profile, subject } from './a-session.ts';
import type { RequestsFixture } from './requests.ts';

/** What every adapter of `Requests` must do when a session is opened under a grant. */
export function grantUseContract(name: string, start: () => Promise<RequestsFixture>): void {
  describe(`SEC-09 the use of a grant: ${name}`, () => uses(start));
}

function uses(start: () => Promise<RequestsFixture>): void {
  test('SEC-09 counts a session, whole, and no transition', async () => {
    const requests = (await start()).connect();
    await requests.create(aGrant());

    const used = await requests.use(aGrant(), aUse());

    expect(used).toEqual(aGrant({ sessionIds: [aUse().sessionId] }));
    expect(await requests.find(aGrant())).toEqual(used);
  });

  test.each<[string, Partial<AccessRequest>, Partial<GrantUse>]>([
    ['pending', aRequest(), {}],
    ['denied', { status: 'denied', closed: aStep() }, {}],
    ['cancelled', { status: 'cancelled' }, {}],
    ['withdrawn', { status: 'withdrawn' }, {}],
    ['before it begins', {}, { nowMs: noon + 59_999 }],
    ['at its end', {}, { nowMs: noon + 3_660_000 }],
    ['with another role', {}, { terms: { ...aRequest().terms, roleArn: 'arn:other' } }],
    ['with another rule', {}, { terms: { ...aRequest().terms, rule: 'other' } }],
    ['with another session policy', {}, { terms: { ...aRequest().terms, sessionPolicy: '{}' } }],
    ['after a block of its subject', {}, { subjectEpoch: 1 }],
    ['after a block of its profile', {}, { profileEpoch: 1 }],
    ['when no use is left', { maxUses: 2, sessionIds: ['a', 'b'] }, {}],
    ['when policy allows fewer by now', { maxUses: 3, sessionIds: ['a', 'b'] }, { maxUses: 2 }],
    ['when policy allows more by now', { maxUses: 2, sessionIds: ['a', 'b'] }, { maxUses: 3 }],
    ['when policy sets a limit by now', { sessionIds: ['a', 'b'] }, { maxUses: 2 }],
  ])('SEC-09 no session is counted: %s', async (_name, stored, use) => {
    const requests = (await start()).connect();
    const { sessionIds = [], ...request } = stored;
    const grant = aGrant({ ...request, sessionIds: [] });
    await requests.create({ ...grant, status: 'approved' });
    for (const sessionId of sessionIds) await requests.use(grant, aUse(0, { sessionId }));
    await requests.change({ ...grant, status: 'approved' }, grant);

    const used = await requests.use(grant, aUse(9, use));

    expect(used, 'SECURITY VIOLATION: a session beyond what was approved').toBeUndefined();
    expect((await requests.find(grant))?.sessionIds).toEqual(sessionIds);
  });

  test.each([
    ['subject', { subject: subject('mallory@example.com') }],
    ['profile', { profile: profile('staging') }],
    ['id', { id: requestId('00000000000000f2') }],
  ])('SEC-09 no session is counted for another %s', async (_name, other) => {
    const requests = (await start()).connect();
    await requests.create(aGrant());

    const used = await requests.use({ ...aGrant(), ...other }, aUse());

    expect(used, 'SECURITY VIOLATION: a grant of somebody else was used').toBeUndefined();
  });

  test('SEC-09 the first and the last moment of its window are within it', async () => {
    const requests = (await start()).connect();
    await requests.create(aGrant());

    const used = [
      await requests.use(aGrant(), aUse(1, { nowMs: noon + 60_000 })),
      await requests.use(aGrant(), aUse(2, { nowMs: noon + 3_659_999 })),
    ];

    expect(used.map((request) => request?.sessionIds.length)).toEqual([1, 2]);
  });

  test('SEC-09 the same session counts once, also when no use is left', async () => {
    const requests = (await start()).connect();
    const grant = aGrant({ maxUses: 1 });
    await requests.create(grant);
    await requests.use(grant, aUse());

    const again = await requests.use(grant, aUse());

    expect(again?.sessionIds).toEqual([aUse().sessionId]);
    expect(await requests.use(grant, aUse(2))).toBeUndefined();
  });

  test('SEC-09 of many at once no more are counted than uses are left', async () => {
    const fixture = await start();
    const grant = aGrant({ maxUses: 10 });
    await fixture.connect().create(grant);

    const answers = await Promise.all(
      Array.from({ length: 64 }, (_, index) => fixture.connect().use(grant, aUse(index + 1))),
    );

    const counted = answers.filter((answer) => answer !== undefined);
    expect(counted, 'SECURITY VIOLATION: more uses than approved').toHaveLength(10);
    expect((await fixture.connect().find(grant))?.sessionIds).toHaveLength(10);
  });
}

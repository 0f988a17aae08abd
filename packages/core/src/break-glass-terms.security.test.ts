import { describe, expect, test } from 'vitest';
import { actsIn, aGlassWorld, bob, carol, opened, putGlass } from '../testing/a-break-glass.ts';
import { codeOf, documents, person, roleSession } from '../testing/a-world.ts';
import { aGuard, anEvent } from '../testing/an-event.ts';
import { usableEvent } from './break-glass/usable.ts';

const minute = 60_000;

describe('SEC-10 a break-glass is open no longer than its document lets it be', () => {
  test.each([
    ['as long as may be asked for', 14_400],
    ['a second more than it may', 901],
    ['an hour, unasked', undefined],
  ])('SEC-10 opened for %s', async (_what, duration) => {
    const { outside, open } = aGlassWorld();
    putGlass(outside, 'production', '  max_duration: 15m');

    const event = opened(await open(duration === undefined ? {} : { duration }));

    const lastsMs = [event.endsAtMs, event.lastEndMs].map((endMs) => endMs - event.openedAtMs);
    expect(lastsMs, 'SECURITY VIOLATION: open for longer than `max_duration`').toEqual([
      15 * minute,
      15 * minute,
    ]);
  });

  test.each([
    ['what it gives now', '  max_duration: 4h', '  max_duration: 30m'],
    ['what it gave at the opening', '  max_duration: 30m', '  max_duration: 4h'],
  ])('SEC-10 extended by no more than %s', async (_what, then, now) => {
    const { outside, open, change } = aGlassWorld();
    putGlass(outside, 'production', then);
    const { id, openedAtMs } = opened(await open({ duration: 900 }));
    putGlass(outside, 'production', now);
    outside.clock.advance(minute);

    await change({ verb: 'extend', id, duration: 14_400 });

    expect(
      outside.breakGlass.guards()[0]?.events[0]?.endsAtMs,
      'SECURITY VIOLATION: extended past `max_duration`',
    ).toBe(openedAtMs + 30 * minute);
  });
});

describe('SEC-10 a break-glass is void from a block, also once that is lifted', () => {
  test.each([
    ['its subject', { subjectEpoch: 1 }],
    ['its profile', { profileEpoch: 1 }],
  ])('SEC-10 of %s', (_whose, raised) => {
    const event = anEvent();
    const { subject, profile, openedAtMs: nowMs } = event;
    const now = { nowMs, subject, profile, subjectEpoch: 0, profileEpoch: 0, notBeforeMs: 0 };
    expect(usableEvent(aGuard(event), now)).toBe(event);

    const found = usableEvent(aGuard(event), { ...now, ...raised });

    expect(found, 'SECURITY VIOLATION: what a block made void is of use').toBeUndefined();
  });
});

describe('SEC-10 a break-glass is closed by its invoker, its reviewers and those who may revoke', () => {
  const sees = documents.directory.replace(
    'audit: { users: [carol@example.com] }',
    'audit: { users: [erin@example.com, role/ci-deploy] }\n  revoke: { users: [dan@example.com] }',
  );

  test.each([
    ['who may audit', person('erin@example.com'), 'FORBIDDEN'],
    ['that may audit, a role', roleSession('ci-deploy', 'run-1'), 'FORBIDDEN'],
    ['who may break it, too', bob, 'NOT_FOUND'],
  ])('SEC-10 and by nobody %s', async (_who, signer, code) => {
    const { outside, world } = aGlassWorld();
    outside.policies.put({ kind: 'directory' }, sees);
    const { open, change } = actsIn(world);
    const { id } = opened(await open());

    const result = await change({ verb: 'close', id }, signer);

    expect(codeOf(result), 'SECURITY VIOLATION: closed by whom it is not for').toBe(code);
    expect(outside.breakGlass.guards()[0]?.events[0]?.status).toBe('open');
  });

  test.each([
    ['a reviewer', carol],
    ['one who may revoke', person('dan@example.com')],
  ])('SEC-10 as by %s', async (_who, signer) => {
    const { outside, world } = aGlassWorld();
    outside.policies.put({ kind: 'directory' }, sees);
    const { open, change } = actsIn(world);
    const { id } = opened(await open());

    expect(codeOf(await change({ verb: 'close', id }, signer))).toBe('OK');
  });
});

import { type RouteName, routes } from '@sentinel/core/contract/index';
import type { Route } from '@sentinel/core/contract/route';
import type { SignedCaller } from '@sentinel/core/identity/subject';
import { alice, aWorld, decisions, roleSession } from '@sentinel/core/testing/a-world';
import { subject } from '@sentinel/core/testing/contracts/a-session';
import { describe, expect, test } from 'vitest';
import { anEvent, rim } from '../../testing/an-event.ts';
import { sampleInputs } from '../../testing/sample-inputs.ts';
import { createApp } from './app.ts';

const id = '0123456789abcdef';

const all = Object.entries(routes).map(([name, route]): [string, Route] => [name, route]);

/** A call of a route that its schemas let through, or one that sends nothing but its path. */
function eventOf(name: string, route: Route, isWhole: boolean, signer: SignedCaller = alice) {
  const { query = {}, body } = isWhole ? (sampleInputs[name as RouteName] ?? {}) : {};
  const sent = body === undefined ? (route.method === 'POST' ? '{}' : undefined) : body;
  return anEvent(signer, {
    method: route.method,
    path: route.path.replace(/\{\w+\}/g, id),
    query: new URLSearchParams(query).toString(),
    ...(sent === undefined ? {} : { body: typeof sent === 'string' ? sent : JSON.stringify(sent) }),
  });
}

function anApp() {
  const { outside, world } = aWorld();
  const app = createApp(world, rim);
  const send = async (event: unknown) => JSON.parse((await app(event, 'lambda-1')).body);
  return { outside, send };
}

test.each(all)('SEC-11 there is a sample of what %s takes', (name, route) => {
  const { query = {}, body = {} } = sampleInputs[name as RouteName] ?? {};

  expect(route.query?.().safeParse(query).success ?? true).toBe(true);
  expect(route.body?.().safeParse(body).success ?? true).toBe(true);
});

describe('SEC-11 a block of all profiles', () => {
  test.each(all)(
    'SEC-11 refuses its subject on every route but whoami: %s',
    async (name, route) => {
      const { outside, send } = anApp();
      const untilMs = outside.clock.nowMs() + 1;
      await outside.subjects.block(subject('alice@example.com'), 'b1', { profile: '*', untilMs });

      const whole = await send(eventOf(name, route, true));
      const bare = await send(eventOf(name, route, false));
      outside.clock.advance(1);
      const after = await send(eventOf(name, route, true));

      const expected = route.id === 'whoami' ? undefined : 'SUBJECT_BLOCKED';
      expect(whole.Code, `SECURITY VIOLATION: the blocked reach ${name}`).toBe(expected);
      expect(bare.Code, `SECURITY VIOLATION: the blocked reach ${name}`).toBe(expected);
      expect(after.Code).not.toBe('SUBJECT_BLOCKED');
    },
  );

  test.each(all)('SEC-11 leaves nothing of a refused call of %s behind', async (name, route) => {
    const { outside, send } = anApp();
    const untilMs = outside.clock.nowMs() + 1;
    await outside.subjects.block(subject('alice@example.com'), 'b1', { profile: '*', untilMs });

    await send(eventOf(name, route, true));

    const left = [outside.sessions, outside.revocations, outside.requests].map((each) =>
      each.all(),
    );
    expect(left, `SECURITY VIOLATION: ${name} changed something though blocked`).toEqual([
      [],
      [],
      [],
    ]);
    expect(
      outside.credentials.asked(),
      `SECURITY VIOLATION: ${name} asked STS though blocked`,
    ).toEqual([]);
    expect(decisions(outside)).toMatchObject([{ event: route.id }]);
  });
});

test.each(all)('SEC-03 credentials that we vended are refused: %s', async (name, route) => {
  const { send } = anApp();

  const { Code } = await send(
    eventOf(name, route, true, roleSession('SentinelProtected-Dev', 'alice')),
  );

  expect(Code, `SECURITY VIOLATION: ${name} takes vended credentials`).toBe('INVALID_IDENTITY');
});

test.each(all.filter(([, route]) => route.admission))(
  'SEC-28 a call of %s counts against the rate of its subject, whole or not',
  async (name, route) => {
    const { outside, send } = anApp();

    await send(eventOf(name, route, true));
    await send(eventOf(name, route, false));

    const window = Math.floor(outside.clock.nowMs() / 60_000);
    const { count } = await outside.subjects.count(subject('alice@example.com'), window);
    expect(count, `SECURITY VIOLATION: ${name} is not counted`).toBe(3);
  },
);

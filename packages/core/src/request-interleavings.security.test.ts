import { describe, expect, test } from 'vitest';
import { iamUser } from '../testing/a-revoke.ts';
import { alice, codeOf } from '../testing/a-world.ts';
import {
  act,
  anApprovalWorld,
  asked,
  askFor,
  carol,
  dan,
  erin,
  productionOf,
} from '../testing/an-approval.ts';
import { everyOrder } from '../testing/every-order.ts';
import type { AccessRequest } from './approval/request.ts';
import { SentinelError } from './errors.ts';
import type { SignedCaller } from './identity/subject.ts';
import type { Intercept, PortCall } from './memory/intercept.ts';
import type { Library } from './policy/library.ts';
import type { RequestVerb } from './request-verdict.ts';
import type { World } from './world.ts';

const two = productionOf({
  approval:
    '{ approvers: { groups: [sre-leads], users: [carol@example.com, iam/carol] }, count: 2 }',
});
const one = productionOf();

type Client = readonly [verb: RequestVerb, signer: SignedCaller];

// Documents do not change here: they are parsed once for all orders.
const libraries = new Map<string, Library>();

/** A request of alice, and the clients that come to it at once. */
async function start(production: string, clients: readonly Client[], intercept: Intercept) {
  const built = anApprovalWorld({ intercept, production });
  const library = libraries.get(production) ?? built.world.library;
  libraries.set(production, library);
  const world: World = { ...built.world, library };
  const { id } = await asked(world);
  return {
    state: built.outside,
    clients: clients.map(
      ([verb, signer]) =>
        () =>
          act(world, [verb, id], { signer }),
    ),
  };
}

const isGated = ({ port }: PortCall) => port === 'requests';

/** Of four, the orders of their writes: reads between two writes all find the same. */
const isWrite = ({ port, method }: PortCall) => port === 'requests' && method === 'change';

/** What must hold of a request whatever came to it. */
function check(
  request: AccessRequest | undefined,
  results: readonly unknown[],
  clients: readonly Client[],
  when: string,
) {
  const won = results.flatMap((result, index) =>
    codeOf(result) === 'OK' ? [clients[index]?.[0]] : [],
  );
  const verbs = (verb: RequestVerb) => won.filter((each) => each === verb).length;
  const closings = verbs('deny') + verbs('cancel');
  expect(closings, `SECURITY VIOLATION: closed more than once ${when}`).toBeLessThanOrEqual(1);
  const persons = new Set(request?.approvals.map(({ person }) => person));
  expect(persons.size, `SECURITY VIOLATION: one person approved twice ${when}`).toBe(
    request?.approvals.length,
  );
  expect(verbs('approve'), `SECURITY VIOLATION: an answered approval is lost ${when}`).toBe(
    persons.size,
  );
  const isGranted = request?.grant !== undefined;
  expect(isGranted, `SECURITY VIOLATION: granted by too few ${when}`).toBe(
    persons.size >= (request?.needed ?? 0),
  );
  expect(isGranted && closings > 0, `SECURITY VIOLATION: approved and closed ${when}`).toBe(false);
  expect(request?.version, when).toBe(1 + won.length);
}

describe('SEC-08 what comes to one request at once, in every order', () => {
  test.each<[string, string, readonly Client[], number]>([
    [
      'the same approver twice, where it takes two',
      two,
      [
        ['approve', carol],
        ['approve', carol],
      ],
      6,
    ],
    [
      'one person by two subjects, and another',
      two,
      [
        ['approve', carol],
        ['approve', iamUser('carol')],
        ['approve', dan],
      ],
      90,
    ],
    [
      'two approvals and a denial',
      two,
      [
        ['approve', carol],
        ['approve', dan],
        ['deny', erin],
      ],
      90,
    ],
    [
      'an approval, a denial and a cancellation',
      one,
      [
        ['approve', carol],
        ['deny', dan],
        ['cancel', alice],
      ],
      90,
    ],
    [
      'two approvals, a denial and a cancellation',
      two,
      [
        ['approve', carol],
        ['approve', dan],
        ['deny', erin],
        ['cancel', alice],
      ],
      24,
    ],
  ])('SEC-08 %s', async (_what, production, clients, least) => {
    const orders = await everyOrder({
      isGated: clients.length === 4 ? isWrite : isGated,
      start: (intercept) => start(production, clients, intercept),
      check: (outside, results, order) =>
        check(outside.requests.all()[0], results, clients, `in the order ${order.join()}`),
    });

    expect(orders).toBeGreaterThanOrEqual(least);
  });
});

describe('SEC-08 a call that dies', () => {
  /** Answers of all after the call with the n-th ordinal died there, and the next calls came. */
  async function die(at: number, moment: 'before' | 'after') {
    let isArmed = false;
    let calls = 0;
    const { outside, world } = anApprovalWorld({
      intercept: (call, proceed) => {
        if (!isArmed || call.port !== 'requests') return proceed();
        calls += 1;
        if (calls < at) return proceed();
        const dead = new SentinelError('DEPENDENCY_UNAVAILABLE', 'the process has died');
        if (moment === 'before' || calls > at) return Promise.reject(dead);
        return Promise.resolve(proceed()).then(() => Promise.reject(dead));
      },
    });
    isArmed = true;
    const dying = askFor(world, {}, { key: 'ask' });
    const made = codeOf(await dying);
    isArmed = false;
    const request = await asked(world, {}, { key: 'ask' });
    isArmed = true;
    calls = 0;
    const approved = codeOf(await act(world, ['approve', request.id], { key: 'yes' }));
    isArmed = false;
    const again = await act(world, ['approve', request.id], { key: 'yes' });
    return { outside, made, approved, again };
  }

  test.each([
    [1, 'before'],
    [1, 'after'],
    [2, 'before'],
    [2, 'after'],
    [3, 'before'],
    [3, 'after'],
  ] as const)('SEC-08 at call %i, %s it: the same call once more goes on', async (at, moment) => {
    const { outside, made, approved, again } = await die(at, moment);

    expect([made, approved]).toContain('DEPENDENCY_UNAVAILABLE');
    expect(codeOf(again)).toBe('OK');
    const all = outside.requests.all();
    expect(all, 'SECURITY VIOLATION: one call made two requests').toHaveLength(1);
    expect(all[0]?.approvals, 'SECURITY VIOLATION: one call counted twice').toHaveLength(1);
    expect(all[0]).toMatchObject({ status: 'approved', version: 2 });
  });

  test('SEC-08 a call without a key whose reply is lost knows its own work', async () => {
    let isLost = true;
    const { outside, world } = anApprovalWorld({
      intercept: (call, proceed) => {
        if (`${call.port}.${call.method}` !== 'requests.change' || !isLost) return proceed();
        isLost = false;
        // The write is done, and another's follows before the client repeats it: its condition fails.
        return Promise.resolve(proceed()).then(() => false);
      },
    });
    const { id } = await asked(world);

    const result = await act(world, ['approve', id]);

    expect(codeOf(result)).toBe('OK');
    expect(outside.requests.all()).toMatchObject([{ version: 2, approvals: [{}] }]);
  });
});

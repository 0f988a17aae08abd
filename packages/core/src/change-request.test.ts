import { describe, expect, test } from 'vitest';
import { alice, codeOf, decisions, roleSession } from '../testing/a-world.ts';
import {
  act,
  anApprovalWorld,
  asked,
  audrey,
  carol,
  dan,
  erin,
  granted,
  mallory,
  productionOf,
  putLater,
  rita,
  seen,
} from '../testing/an-approval.ts';
import { isRefusal } from './reasons.ts';
import type { RequestVerb } from './request-verdict.ts';

const noon = Date.UTC(2026, 0, 25, 14, 30);
const verbs = ['approve', 'deny', 'cancel', 'withdraw'] as const;
const everybody = {
  alice,
  carol,
  dan,
  audrey,
  rita,
  mallory,
  janitor: roleSession('janitor', 'night'),
};

/** Code and message of every verb by everybody, each on a request of its own. */
async function outcomes(status: 'pending' | 'approved', verb: RequestVerb) {
  const { world } = anApprovalWorld();
  const codes: Record<string, string> = {};
  for (const [name, signer] of Object.entries(everybody)) {
    const { id } = await asked(world);
    if (status === 'approved') await act(world, ['approve', id], { signer: erin });
    codes[name] = codeOf(await act(world, [verb, id], { signer }));
  }
  return codes;
}

describe('who may', () => {
  const own = { alice: 'FORBIDDEN', mallory: 'NOT_FOUND', janitor: 'NOT_FOUND' };
  const approvers = { carol: 'OK', dan: 'OK', audrey: 'FORBIDDEN', rita: 'FORBIDDEN' };
  const nobody = { carol: 'FORBIDDEN', dan: 'FORBIDDEN', audrey: 'FORBIDDEN', rita: 'FORBIDDEN' };
  test.each([
    ['approve', 'pending', { ...own, ...approvers }],
    ['deny', 'pending', { ...own, ...approvers }],
    ['cancel', 'pending', { ...own, ...nobody, alice: 'OK' }],
    ['withdraw', 'approved', { ...own, ...approvers, alice: 'OK', rita: 'OK' }],
  ] as const)('%s one that is %s', async (verb, status, expected) => {
    expect(await outcomes(status, verb)).toEqual(expected);
  });

  test('what the answer says they may, they may, and nothing else', async () => {
    for (const status of ['pending', 'approved'] as const) {
      for (const verb of verbs) {
        const codes = await outcomes(status, verb);
        for (const [name, signer] of Object.entries(everybody)) {
          const { world } = anApprovalWorld();
          const { id } = await asked(world);
          if (status === 'approved') await act(world, ['approve', id], { signer: erin });
          const shown = await seen(world, id, signer);
          const may = isRefusal(shown) ? [] : shown.may;

          expect([name, status, verb, may.includes(verb)]).toEqual([
            name,
            status,
            verb,
            codes[name] === 'OK',
          ]);
        }
      }
    }
  });

  test('a foreign id and an unknown one are answered alike', async () => {
    const { world } = anApprovalWorld();
    const { id } = await asked(world);

    for (const verb of verbs) {
      const foreign = await act(world, [verb, id], { signer: mallory });
      const unknown = await act(world, [verb, 'ffffffffffffffff'], { signer: mallory });
      expect(foreign).toEqual(unknown);
      expect(foreign).toMatchObject({ code: 'NOT_FOUND', message: 'there is no such request' });
    }
    expect(await seen(world, id, mallory)).toEqual(await seen(world, 'ffffffffffffffff', mallory));
  });

  test('an answer says by what the caller is an approver', async () => {
    const { world } = anApprovalWorld();
    const { id } = await asked(world);
    const because = async (signer: typeof alice) => {
      const shown = await seen(world, id, signer);
      return isRefusal(shown) ? shown.code : shown.because;
    };

    expect(await because(carol)).toBe('you are named');
    expect(await because(dan)).toBe('you are in the group sre-leads');
    expect(await because(audrey)).toBeUndefined();
    // She is in the group too, and yet no approver of her own request.
    expect(await because(alice)).toBeUndefined();
  });
});

describe('an approval', () => {
  test('opens the window, tells who gave it, and is recorded', async () => {
    const { outside, world } = anApprovalWorld();
    const { id } = await asked(world);
    outside.clock.advance(60_000);

    const request = granted(await act(world, ['approve', id, 'go ahead']));

    expect(request).toMatchObject({
      status: 'approved',
      version: 2,
      approvals: [{ subject: 'carol@example.com', atMs: noon + 60_000, comment: 'go ahead' }],
      grant: { fromMs: noon + 60_000, untilMs: noon + 60_000 + 3_600_000 },
    });
    expect(outside.requests.all()).toEqual([request]);
    expect(decisions(outside).at(-1)).toMatchObject({
      outcome: 'allow',
      subject: 'carol@example.com',
      profile: 'production',
      rule: 'everyone',
      via: 'approved',
      grant_id: id,
      approvers: ['carol@example.com'],
      justification: 'go ahead',
    });
  });

  test('by as many persons as it takes, in any order', async () => {
    const { world } = anApprovalWorld({
      production: productionOf({ approval: '{ approvers: { groups: [sre-leads] }, count: 2 }' }),
    });
    const { id } = await asked(world);

    const first = granted(await act(world, ['approve', id], { signer: erin }));
    const second = granted(await act(world, ['approve', id], { signer: dan }));

    expect([first.status, second.status]).toEqual(['pending', 'approved']);
    expect(second.approvals.map(({ subject }) => subject)).toEqual([
      'erin@example.com',
      'dan@example.com',
    ]);
  });

  test('of one that gave theirs and may no more does not count, until they may again', async () => {
    const approval = '{ approvers: { groups: [sre-leads] }, count: 2 }';
    const started = anApprovalWorld({ production: productionOf({ approval }) });
    const { world } = started;
    const { id } = await asked(world);
    await act(world, ['approve', id], { signer: erin });
    putLater(started, 'sre-leads', 'version: "1"\nmembers: [dan@example.com, carol@example.com]\n');

    const second = granted(await act(world, ['approve', id], { signer: dan }));
    const third = granted(await act(world, ['approve', id], { signer: carol }));

    expect([second.status, third.status]).toEqual(['pending', 'approved']);
  });

  test('after others takes as many as policy asks for by then', async () => {
    const started = anApprovalWorld();
    const { world } = started;
    const { id } = await asked(world);
    putLater(
      started,
      'production',
      productionOf({
        approval: '{ approvers: { groups: [sre-leads], users: [carol@example.com] }, count: 2 }',
      }),
    );

    const first = granted(await act(world, ['approve', id]));

    expect([first.status, first.needed]).toEqual(['pending', 2]);
    expect(granted(await act(world, ['approve', id], { signer: dan })).status).toBe('approved');
  });
});

describe('the same call once more', () => {
  test('counts once, and is told what became of it', async () => {
    const { world } = anApprovalWorld();
    const { id } = await asked(world);
    await act(world, ['approve', id], { key: 'k1' });
    await act(world, ['withdraw', id], { signer: alice });

    const again = granted(await act(world, ['approve', id], { key: 'k1' }));

    expect([again.status, again.version, again.approvals.length]).toEqual(['withdrawn', 3, 1]);
  });

  test('with another body is refused', async () => {
    const { world } = anApprovalWorld();
    const { id } = await asked(world);
    await act(world, ['approve', id], { key: 'k1' });

    expect(await act(world, ['approve', id, 'other words'], { key: 'k1' })).toMatchObject({
      code: 'CONFLICT',
      message: 'this `Idempotency-Key` came with another body before',
    });
  });

  test('a key stands for one verb of one request', async () => {
    const { world } = anApprovalWorld();
    const { id } = await asked(world);
    const other = await asked(world);

    await act(world, ['approve', id], { key: 'k1' });

    expect(granted(await act(world, ['approve', other.id], { key: 'k1' })).status).toBe('approved');
    expect(granted(await act(world, ['withdraw', id], { key: 'k1' })).status).toBe('withdrawn');
  });
});

describe('where policy does not load by now', () => {
  test.each([
    ['nonsense', 'nonsense'],
    ['nobody who could approve', productionOf({ approval: '{ approvers: { users: [x] } }' })],
  ])('%s: it is not approved, and can be cancelled', async (_what, text) => {
    const started = anApprovalWorld();
    const { id } = await asked(started.world);
    putLater(started, 'production', text);

    expect(codeOf(await act(started.world, ['approve', id]))).not.toBe('OK');
    expect(codeOf(await act(started.world, ['cancel', id], { signer: alice }))).toBe('OK');
  });

  test('approvers of then are told why, and may deny and withdraw', async () => {
    const started = anApprovalWorld();
    const { world } = started;
    const [denied, withdrawn] = [await asked(world), await asked(world)];
    await act(world, ['approve', withdrawn.id]);
    putLater(started, 'production', 'nonsense');

    expect(await act(world, ['approve', denied.id])).toMatchObject({
      code: 'CONFLICT',
      message: 'nobody can approve it now: the policy of its profile does not load',
    });
    expect(granted(await act(world, ['deny', denied.id])).status).toBe('denied');
    expect(granted(await act(world, ['withdraw', withdrawn.id])).status).toBe('withdrawn');
    expect(codeOf(await act(world, ['deny', denied.id], { signer: mallory }))).toBe('NOT_FOUND');
  });
});

test('a race that is lost each time is given up', async () => {
  let changes = 0;
  const { world } = anApprovalWorld({
    intercept: (call, proceed) => {
      if (`${call.port}.${call.method}` !== 'requests.change') return proceed();
      changes += 1;
      return Promise.resolve(false);
    },
  });
  const { id } = await asked(world);

  const result = await act(world, ['approve', id]);

  expect([codeOf(result), changes]).toEqual(['DEPENDENCY_UNAVAILABLE', 8]);
});

test('of two calls that come between, each is judged by what the other left', async () => {
  let isBusy = false;
  const built = anApprovalWorld({
    intercept: (call, proceed) => {
      if (`${call.port}.${call.method}` !== 'requests.change' || isBusy) return proceed();
      isBusy = true;
      const [request] = built.outside.requests.all();
      return act(built.world, ['deny', request?.id ?? ''], { signer: dan }).then(proceed);
    },
  });
  const { id } = await asked(built.world);

  expect(await act(built.world, ['approve', id])).toMatchObject({
    code: 'CONFLICT',
    message: 'the request is `denied`',
  });
});

test.each(['approve', 'deny', 'withdraw'] as const)(
  'the record of %s says whose request it is',
  async (verb) => {
    const { outside, world } = anApprovalWorld();
    const { id } = await asked(world);
    if (verb === 'withdraw') await act(world, ['approve', id], { signer: erin });

    await act(world, [verb, id], { signer: carol });

    const record = decisions(outside).at(-1);
    expect([record?.subject, record?.about]).toEqual(['carol@example.com', 'alice@example.com']);
  },
);

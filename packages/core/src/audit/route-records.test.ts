import { expect, test } from 'vitest';
import { type actsIn, aGlassWorld, bob, opened } from '../../testing/a-break-glass.ts';
import { alice, decisions, ownAccount } from '../../testing/a-world.ts';
import { act, anApprovalWorld, asked, carol, erin } from '../../testing/an-approval.ts';
import type { DecisionRecord } from './record.ts';

const noon = Date.UTC(2026, 0, 25, 14, 30);
/** Another role than the other profiles have, and for half an hour at most. */
const data = `
version: "1"
profile: { role_arn: "arn:aws:iam::${ownAccount}:role/SentinelProtected-Data" }
rules:
  - { name: ask, effect: require_approval, conditions: { groups: [engineering] } }
approval: { approvers: { users: [carol@example.com] } }
break_glass:
  eligible: { groups: [engineering] }
  reason_codes: [incident]
  max_duration: 30m
`;
const later = (minutes: number) => new Date(noon + minutes * 60_000).toISOString();

/** A request of alice's, an hour from an approval by erin if it is approved; 10 minutes pass before each act. */
async function ofRequest(
  work: (world: ReturnType<typeof anApprovalWorld>['world'], id: string) => Promise<unknown>,
  approvedBy?: typeof erin,
) {
  const { outside, world } = anApprovalWorld();
  const { id } = await asked(world, { ticket: 'OPS-1' });
  outside.clock.advance(600_000);
  if (approvedBy !== undefined) {
    await act(world, ['approve', id], { signer: approvedBy });
    outside.clock.advance(600_000);
  }
  await work(world, id);
  return decisions(outside).at(-1);
}

/** A break-glass of alice's that lasts an hour of two; 10 minutes pass before each act. */
async function ofGlass(
  work: (acts: ReturnType<typeof actsIn>, id: string) => Promise<unknown>,
  isClosed = false,
) {
  const { outside, open, change, ...acts } = aGlassWorld();
  outside.policies.put({ kind: 'profile', name: 'data' }, data);
  const { id } = opened(await open({ ticket: 'OPS-2', duration: 3000 }));
  outside.clock.advance(600_000);
  if (isClosed) {
    await change({ verb: 'close', id });
    outside.clock.advance(600_000);
  }
  await work({ ...acts, open, change }, id);
  return decisions(outside).at(-1);
}

const request = { about: 'alice@example.com', ticket: 'OPS-1', reason_code: null, verdict: null };
const glass = {
  about: 'alice@example.com',
  ticket: 'OPS-2',
  via: 'breakglass',
  reason_code: 'incident',
  verdict: null,
} as const;
const words = 'the database is on fire and nobody answers';

test.each<[string, () => Promise<DecisionRecord | undefined>, Partial<DecisionRecord>]>([
  [
    'asking for an approval',
    () => ofRequest((world) => asked(world, { ticket: 'OPS-3' })),
    {
      justification: 'mend the broken deployment',
      ticket: 'OPS-3',
      duration_seconds: 3600,
      expires_at: later(24 * 60 + 10),
    },
  ],
  [
    'an approval',
    () => ofRequest((world, id) => act(world, ['approve', id, 'go ahead'])),
    { ...request, via: 'approved', justification: 'go ahead', expires_at: later(70) },
  ],
  [
    'an approval without a word',
    () => ofRequest((world, id) => act(world, ['approve', id])),
    { ...request, via: 'approved', justification: null, expires_at: later(70) },
  ],
  [
    'a denial',
    () => ofRequest((world, id) => act(world, ['deny', id, 'not today'])),
    { ...request, via: null, justification: 'not today', expires_at: later(10) },
  ],
  [
    'a denial that is refused',
    () => ofRequest((world, id) => act(world, ['deny', id, 'too late']), erin),
    {
      ...request,
      code: 'CONFLICT',
      via: 'approved',
      justification: 'too late',
      expires_at: later(70),
    },
  ],
  [
    'a cancellation',
    () => ofRequest((world, id) => act(world, ['cancel', id, 'done'], { signer: alice })),
    { ...request, justification: 'done', expires_at: later(10) },
  ],
  [
    'a withdrawal',
    () => ofRequest((world, id) => act(world, ['withdraw', id, 'stop'], { signer: carol }), erin),
    { ...request, justification: 'stop', expires_at: later(20) },
  ],
  [
    'an opening',
    () => ofGlass(({ open }) => open({ reason_code: 'security' }, bob)),
    {
      justification: words,
      via: 'breakglass',
      reason_code: 'security',
      verdict: null,
      duration_seconds: 3600,
      role_arn: `arn:aws:iam::${ownAccount}:role/SentinelProtected-X`,
      expires_at: later(70),
    },
  ],
  [
    'an opening of several',
    () => ofGlass(({ open }) => open({ profiles: ['staging', 'data'] })),
    {
      profile: 'staging,data',
      via: 'breakglass',
      reason_code: 'incident',
      role_arn: null,
      expires_at: later(40),
    },
  ],
  [
    'an opening that is refused',
    () => ofGlass(({ open }) => open({ reason_code: 'fun' }, bob)),
    { code: 'INVALID_REQUEST', via: null, reason_code: 'fun', expires_at: null },
  ],
  [
    'an extension',
    () => ofGlass(({ change }, id) => change({ verb: 'extend', id, duration: 3000 })),
    { ...glass, justification: null, duration_seconds: 3000, expires_at: later(60) },
  ],
  [
    'a closing',
    () => ofGlass(({ change }, id) => change({ verb: 'close', id, comment: 'mended' })),
    { ...glass, justification: 'mended', expires_at: later(10) },
  ],
  [
    'a review',
    () =>
      ofGlass(
        ({ change }, id) =>
          change({ verb: 'review', id, verdict: 'unjustified', comment: 'no fire' }, carol),
        true,
      ),
    { ...glass, justification: 'no fire', verdict: 'unjustified', expires_at: later(10) },
  ],
  [
    'a review that is refused',
    () => ofGlass(({ change }, id) => change({ verb: 'review', id, verdict: 'justified' }), true),
    {
      ...glass,
      code: 'FORBIDDEN',
      justification: null,
      verdict: 'justified',
      expires_at: later(10),
    },
  ],
])(
  'the record of %s tells what its caller said, and how long it goes',
  async (_of, run, fields) => {
    expect(await run()).toMatchObject({ code: 'OK', ...fields });
  },
);

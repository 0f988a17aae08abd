import { sessionPolicyFor } from '@sentinel/core/policy/session-policy';
import fc from 'fast-check';

/** What narrows a rule's sessions, as a document writes it. */
export type Narrowing =
  | { readonly session_policy: Readonly<Record<string, unknown>> }
  | { readonly session_policy_arns: readonly string[] }
  | Readonly<Record<never, never>>;

/** Most characters of session policies that STS takes, and what the Deny that ends their use needs of them. */
const most = 2048;
const denyLength = (sessionPolicyFor({ arns: ['x'] }, { denyAtMs: 0 }).policy ?? '').length;

const letters = fc.constantFrom(...'abcdefghijklmnopqrstuvwxyz0123456789');
const resourceSigns = fc.oneof(
  { weight: 40, arbitrary: letters },
  { weight: 6, arbitrary: fc.constantFrom(...'/:*?-_.') },
  { weight: 1, arbitrary: fc.constantFrom('"', '\\', '<', '&', ' ') },
);
const nameSigns = fc.constantFrom(...'abcXYZ019_+=,.@-');

/** Nothing, managed policies, or an inline one; a third of what narrows is as large as documents may have it. */
export function arbitraryNarrowing(account: string): fc.Arbitrary<Narrowing> {
  return fc.oneof(
    { weight: 3, arbitrary: fc.constant({}) },
    { weight: 2, arbitrary: inline },
    { weight: 2, arbitrary: managed(account) },
  );
}

const size = fc.oneof(
  { weight: 1, arbitrary: fc.constant(most) },
  { weight: 2, arbitrary: fc.integer({ min: 300, max: most }) },
);

const inline: fc.Arbitrary<Narrowing> = fc
  .record({
    size,
    actions: fc.subarray(['s3:Get*', 'ec2:Describe*', 'logs:*', '*'], { minLength: 1 }),
    tag: fc.string({ unit: fc.constantFrom(...'abcÀÿ¡©é '), maxLength: 12 }),
    filling: fc.string({ unit: resourceSigns, minLength: most, maxLength: most, size: 'max' }),
  })
  .map(({ size, actions, tag, filling }) => {
    const policy = (resource: string) => ({
      Version: '2012-10-17',
      Statement: [
        {
          Effect: 'Allow',
          Action: actions,
          Resource: [`arn:aws:s3:::${resource}`],
          Condition: { StringLike: { 'aws:PrincipalTag/team': tag } },
        },
      ],
    });
    const room = size - lengthOf(policy(''));
    return { session_policy: policy(cut(filling, room)) };
  });

function managed(account: string): fc.Arbitrary<Narrowing> {
  return fc
    .record({
      count: fc.integer({ min: 1, max: 10 }),
      owner: fc.constantFrom('aws', account),
      fill: fc.boolean(),
      name: fc.string({ unit: nameSigns, minLength: 128, maxLength: 128 }),
    })
    .map(({ count, owner, fill, name }) => {
      const prefix = `arn:aws:iam::${owner}:policy/`;
      const each = Math.floor((most - denyLength) / count) - prefix.length - 1;
      const length = Math.min(fill ? each : 20, 128);
      return {
        session_policy_arns: Array.from(
          { length: count },
          (_, nth) => `${prefix}${nth}${name.slice(1, length)}`,
        ),
      };
    });
}

/** With the Deny, which is sent where a session must end before its time. */
function lengthOf(inline: Readonly<Record<string, unknown>>): number {
  return (sessionPolicyFor({ inline }, { denyAtMs: 0 }).policy ?? '').length;
}

/** As much of a text as takes `room` characters of JSON, and exactly as many. */
function cut(text: string, room: number): string {
  let taken = '';
  let left = room;
  for (const sign of text) {
    const cost = sign === '"' || sign === '\\' ? 2 : 1;
    if (cost > left) break;
    taken += sign;
    left -= cost;
  }
  return taken.padEnd(taken.length + left, 'x');
}

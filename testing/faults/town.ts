import { type RouteName, routes } from '@sentinel/core/contract/index';
import type { Route } from '@sentinel/core/contract/route';
import type { SignedCaller } from '@sentinel/core/identity/subject';
import { ownAccount, person, roleSession } from '@sentinel/core/testing/a-world';
import { anEvent } from '@sentinel/tvm/testing/an-event';

/** Who lives there, as API Gateway hands them over. */
export const people = {
  alice: person('alice@example.com'),
  bob: person('bob@example.com'),
  /** Approves and reviews, as dan does. */
  carol: person('carol@example.com'),
  dan: person('dan@example.com'),
  /** Holds `revoke`. */
  sam: person('sam@example.com'),
  /** Holds `audit`. */
  audrey: person('audrey@example.com'),
  /** A service that may ask about sessions. */
  gateway: roleSession('gateway', 'i-0123456789'),
} as const satisfies Readonly<Record<string, SignedCaller>>;

export type Name = keyof typeof people;

const profile = (role: string, rest: string) => `version: "1"
profile: { role_arn: "arn:aws:iam::444455556666:role/SentinelProtected-${role}", region: eu-west-1 }
${rest}`;

const asking = (approval: string, rest = '') => `
rules:
  - { name: ask, effect: require_approval, conditions: { groups: [engineering] } }
approval: ${approval}
${rest}`;

/** By what follows the prefix in their parameters' names. */
export const documents: Readonly<Record<string, string>> = {
  '/directory': `
version: "1"
identity:
  domain: example.com
  trusted_session_names:
    - { account: "${ownAccount}", role: AWSReservedSSO_Engineers_0123456789abcdef, groups: [engineering] }
  people: { alice@example.com: [iam/alice], sam@example.com: [iam/sam] }
administration:
  audit: { groups: [auditors] }
  revoke: { users: [sam@example.com] }
  check: { users: [role/gateway] }
rate: { per_minute: 1000 }
`,
  '/groups/auditors': 'version: "1"\nmembers: [audrey@example.com]\n',
  '/groups/leads': 'version: "1"\nmembers: [dan@example.com, carol@example.com]\n',
  '/policies/dev': profile(
    'Dev',
    '\nrules:\n  - { name: engineers, effect: allow, conditions: { groups: [engineering] } }\n',
  ),
  '/policies/production': profile(
    'Production',
    asking(
      '{ approvers: { groups: [leads] }, count: 2, max_grant: 4h, max_uses: 1 }',
      `break_glass:
  eligible: { groups: [engineering] }
  reason_codes: [incident]
  max_duration: 4h
  quota: { total: { count: 2, within: 24h } }
notify: [desk]
`,
    ),
  ),
  '/policies/staging': profile(
    'Staging',
    asking(
      '{ approvers: { groups: [leads] }, auto_approve: { conditions: { groups: [engineering] }, max_duration: 15m } }',
      `break_glass:
  eligible: { groups: [engineering] }
  reason_codes: [incident]
  quota: { total: { count: 1, within: 24h } }
`,
    ),
  ),
  '/policies/locked': profile(
    'Locked',
    '\nrules:\n  - { name: nobody, effect: deny, conditions: { groups: [engineering] } }\n',
  ),
};

/** One call of the API. */
export type Ask = {
  readonly by: Name;
  readonly route: RouteName;
  /** What `{id}` in its path stands for. */
  readonly id?: string;
  readonly query?: Readonly<Record<string, string>>;
  readonly body?: object;
  /** Idempotency key. */
  readonly key?: string;
};

/** What API Gateway hands over for a call. */
export function eventOf({ by, route: name, id = '', query = {}, body, key }: Ask) {
  const route: Route = routes[name];
  return anEvent(people[by], {
    method: route.method,
    path: route.path.replace('{id}', id),
    query: new URLSearchParams(query).toString(),
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    ...(key === undefined ? {} : { headers: { 'idempotency-key': key } }),
  });
}

/** What came back. */
export type Reply = { readonly status: number; readonly body: string; readonly json: Json };

export type Json = Readonly<Record<string, unknown>>;

/** Reads an answer of the API. */
export function replyOf(answer: { readonly statusCode: number; readonly body: string }): Reply {
  return { status: answer.statusCode, body: answer.body, json: JSON.parse(answer.body) };
}

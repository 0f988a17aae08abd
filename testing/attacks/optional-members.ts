/** A policy of AWS that narrows. */
export const readOnly = 'arn:aws:iam::aws:policy/ReadOnlyAccess';

const document = (rules: string, sections = '') => `version: "1"
profile: { role_arn: "arn:aws:iam::444455556666:role/SentinelProtected-Facts", max_duration: 45m }
rules:
${rules}
${sections}`;

const justified = '{ justification: { required: true } }';
const ticketed = '{ justification: { required: true, tickets: ["OPS-*"] } }';
const compliant = '{ device: { require_mdm: true } }';

/** Who is let in by which fact, and for how many seconds at most. */
export const policies: Readonly<
  Record<string, { text: string; lets: (asked: Asked) => boolean; most: number }>
> = {
  justified: {
    text: document(`  - { name: a, effect: allow, conditions: ${justified}, max_duration: 20m }`),
    lets: ({ justification }) => justification !== undefined,
    most: 1_200,
  },
  ticketed: {
    text: document(`  - { name: a, effect: allow, conditions: ${ticketed} }`),
    lets: ({ justification, ticket }) => justification !== undefined && ticket === 'OPS-1',
    most: 2_700,
  },
  'denied-without': {
    text: document(
      `  - { name: a, effect: deny, conditions: { not: ${justified} } }\n  - { name: b, effect: allow, conditions: { any: true } }`,
    ),
    lets: ({ justification }) => justification !== undefined,
    most: 2_700,
  },
  'denied-without-ticket': {
    text: document(
      `  - { name: a, effect: deny, conditions: { not: ${ticketed} } }\n  - { name: b, effect: allow, conditions: { any: true } }`,
    ),
    lets: ({ justification, ticket }) => justification !== undefined && ticket === 'OPS-1',
    most: 2_700,
  },
  device: {
    text: document(`  - { name: a, effect: allow, conditions: ${compliant} }`),
    lets: () => false,
    most: 0,
  },
  'not-device': {
    text: document(`  - { name: a, effect: allow, conditions: { not: ${compliant} } }`),
    lets: () => false,
    most: 0,
  },
  'denied-by-device': {
    text: document(
      `  - { name: a, effect: deny, conditions: { not: ${compliant} } }\n  - { name: b, effect: allow, conditions: { any: true } }`,
    ),
    lets: () => false,
    most: 0,
  },
  'denied-for-device': {
    text: document(
      `  - { name: a, effect: deny, conditions: ${compliant} }\n  - { name: b, effect: allow, conditions: { any: true } }`,
    ),
    lets: () => false,
    most: 0,
  },
  server: {
    text: document(
      `  - { name: a, effect: allow, conditions: { mode: [server] }, max_duration: 15m }`,
      `scopes: { read-only: { policy_arns: ["${readOnly}"] } }\n`,
    ),
    lets: () => true,
    most: 900,
  },
  narrowed: {
    text: document(
      `  - { name: a, effect: allow, conditions: ${justified}, session_policy_arns: ["${readOnly}"] }\n  - { name: b, effect: require_approval, conditions: { any: true } }`,
      `approval: { approvers: { users: [carol@example.com] } }\n`,
    ),
    lets: ({ justification }) => justification !== undefined,
    most: 2_700,
  },
};

/** What a vend says beside its profile. */
export type Asked = Readonly<Record<string, unknown>>;

/** By member: what is right, what is wrong. Left out it is neither. */
export const members = {
  duration: { right: [900, 3_600], wrong: [null, '', '900', 'x', 0, -1, 899, 1e21, [], {}, true] },
  justification: {
    right: ['there is an incident to look at'],
    wrong: [
      null,
      '',
      ' '.repeat(20),
      'short',
      '\u200b'.repeat(20),
      0,
      [],
      {},
      true,
      ['there is an incident'],
    ],
  },
  ticket: {
    right: ['OPS-1', 'DEV-1', 'xOPS-1'],
    wrong: [null, '', 'OPS 1', 'OPS-*#', 1, [], {}, ['OPS-1'], true],
  },
  scope: { right: [], wrong: [null, '', 'READ-ONLY', '*', 1, [], {}, ['read-only'], true] },
  device_id: { right: ['laptop-1'], wrong: [null, '', 'a b', 1, [], {}, true] },
  session_id: { right: [], wrong: [null, '', 'x', '*', 0, [], {}, true] },
} as const;

type Member = keyof typeof members;

/** All of them. */
export const names: readonly Member[] = [
  'duration',
  'justification',
  'ticket',
  'scope',
  'device_id',
  'session_id',
];

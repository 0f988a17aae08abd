import type { RouteName } from '@sentinel/core/contract/index';
import type { Code } from '@sentinel/core/reasons';
import type { Ask, Json, Name } from './town.ts';

/** A call that depends on what was answered before. */
type Turn = (answers: readonly Json[]) => Ask;

/** Some calls that lead up to one: that one is made to fail in every way. */
export type Scene = {
  readonly name: string;
  readonly before: readonly Turn[];
  readonly ask: Turn;
  /** How it is refused where nothing fails; answered, if left out. */
  readonly code?: Code;
};

const why = { justification: 'to see what becomes of it' };
const text = (json: Json | undefined, member: string): string => String(json?.[member] ?? '');
const sessionOf = (answer: Json | undefined): string =>
  /"SessionId":"(\w+)"/.exec(JSON.stringify(answer))?.[1] ?? '';
const idIn = (answer: Json | undefined): string =>
  /"id":"(\w+)"/.exec(JSON.stringify(answer))?.[1] ?? '';

const vend =
  (profile: string, by: Name = 'alice'): Turn =>
  () => ({ by, route: 'vend', body: { profile, ...why } });
/** Goes on with the session of the answer `nth`. */
const refresh =
  (profile: string, nth: number): Turn =>
  (answers) => ({
    by: 'alice',
    route: 'vend',
    body: { profile, session_id: sessionOf(answers[nth]), ...why },
  });
const request =
  (profile: string, more: object = {}, key?: string): Turn =>
  () => ({
    by: 'alice',
    route: 'createRequest',
    body: { profile, ...why, ...more },
    ...(key === undefined ? {} : { key }),
  });
/** Does something to what the answer `nth` is about. */
const act =
  (
    by: Name,
    route: RouteName,
    { nth = 0, ...more }: Pick<Ask, 'body' | 'key'> & { readonly nth?: number } = {},
  ): Turn =>
  (answers) => ({ by, route, id: idIn(answers[nth]), ...more });
const open =
  (profiles: readonly string[], by: Name = 'alice', key?: string): Turn =>
  () => ({
    by,
    route: 'openBreakGlass',
    body: { profiles, reason_code: 'incident', justification: 'everything is on fire around here' },
    ...(key === undefined ? {} : { key }),
  });
const revoke =
  (target: object, by: Name = 'sam', key?: string): Turn =>
  () => ({
    by,
    route: 'createRevocation',
    body: { ...target, reason: 'a stolen laptop' },
    ...(key === undefined ? {} : { key }),
  });
const endSession =
  (
    by: Name,
    route: 'endSession' | 'revokeSession' | 'sessionById',
    more: Partial<Ask> = {},
  ): Turn =>
  (answers) => ({ by, route, id: sessionOf(answers[0]), ...more });
const list =
  (by: Name, route: RouteName, query: Readonly<Record<string, string>> = {}): Turn =>
  () => ({ by, route, query });
/** The next page of the list that was read last. */
const page =
  (by: Name, route: RouteName, query: Readonly<Record<string, string>> = {}): Turn =>
  (answers) => ({
    by,
    route,
    query: { ...query, page_token: text(answers.at(-1), 'next_page_token') },
  });

const approve = act('carol', 'approveRequest');
const approveToo = act('dan', 'approveRequest');
const granted = [request('production'), approve, approveToo];
const because = { body: { reason: 'a stolen laptop' } };

export const vends: readonly Scene[] = [
  { name: 'vend, direct', before: [], ask: vend('dev') },
  {
    name: 'vend by query',
    before: [],
    ask: () => ({ by: 'alice', route: 'vendByQuery', query: { profile: 'dev' } }),
  },
  { name: 'vend by a grant', before: granted, ask: vend('production') },
  {
    name: 'vend by policy’s own approval',
    before: [request('staging', { duration: 900 })],
    ask: vend('staging'),
  },
  { name: 'vend by break-glass', before: [open(['production'])], ask: vend('production') },
  { name: 'refresh, direct', before: [vend('dev')], ask: refresh('dev', 0) },
  {
    name: 'refresh by a grant',
    before: [...granted, vend('production')],
    ask: refresh('production', 3),
  },
  {
    name: 'refresh by break-glass',
    before: [open(['production']), vend('production')],
    ask: refresh('production', 1),
  },
  { name: 'vend denied', before: [], ask: vend('locked'), code: 'POLICY_DENY' },
  {
    name: 'vend under a block of the profile',
    before: [revoke({ profile: 'dev' })],
    ask: vend('dev'),
    code: 'SUBJECT_BLOCKED',
  },
  {
    name: 'vend under a block of the subject',
    before: [revoke({ subject: 'alice@example.com' })],
    ask: vend('dev'),
    code: 'SUBJECT_BLOCKED',
  },
  {
    name: 'vend under a block of the subject on the profile',
    before: [revoke({ subject: 'alice@example.com', profile: 'dev' })],
    ask: vend('dev'),
    code: 'SUBJECT_BLOCKED',
  },
  {
    name: 'vend by a grant half approved',
    before: [request('production'), approve],
    ask: vend('production'),
    code: 'APPROVAL_REQUIRED',
  },
  {
    name: 'vend by a grant withdrawn',
    before: [...granted, act('carol', 'withdrawRequest')],
    ask: vend('production'),
    code: 'APPROVAL_REQUIRED',
  },
  {
    name: 'vend by a grant used up',
    before: [...granted, vend('production')],
    ask: vend('production'),
    code: 'APPROVAL_REQUIRED',
  },
  {
    name: 'vend by a break-glass closed',
    before: [open(['production']), act('carol', 'closeBreakGlass')],
    ask: vend('production'),
    code: 'APPROVAL_REQUIRED',
  },
  {
    name: 'refresh of a session revoked',
    before: [vend('dev'), endSession('alice', 'revokeSession', because)],
    ask: refresh('dev', 0),
    code: 'SESSION_REVOKED',
  },
  {
    name: 'refresh of a session ended',
    before: [vend('dev'), endSession('alice', 'endSession')],
    ask: refresh('dev', 0),
    code: 'CONFLICT',
  },
];

export const changes: readonly Scene[] = [
  { name: 'ask', before: [], ask: request('production') },
  { name: 'ask, with a key', before: [], ask: request('production', {}, 'k1') },
  {
    name: 'ask where policy approves, with a key',
    before: [],
    ask: request('staging', { duration: 900 }, 'k1'),
  },
  { name: 'approve, the first of two', before: [request('production')], ask: approve },
  {
    name: 'approve, the first of two, with a key',
    before: [request('production')],
    ask: act('carol', 'approveRequest', { key: 'k2' }),
  },
  { name: 'approve, the second', before: [request('production'), approve], ask: approveToo },
  {
    name: 'approve, the second, with a key',
    before: [request('production'), approve],
    ask: act('dan', 'approveRequest', { key: 'k2' }),
  },
  {
    name: 'approve twice',
    before: [request('production'), approve],
    ask: approve,
    code: 'CONFLICT',
  },
  {
    name: 'approve what was denied',
    before: [request('production'), approve, act('dan', 'denyRequest')],
    ask: approveToo,
    code: 'CONFLICT',
  },
  {
    name: 'deny',
    before: [request('production'), approve],
    ask: act('dan', 'denyRequest', { key: 'k2' }),
  },
  {
    name: 'cancel',
    before: [request('production')],
    ask: act('alice', 'cancelRequest', { key: 'k2' }),
  },
  { name: 'withdraw', before: granted, ask: act('carol', 'withdrawRequest', { key: 'k2' }) },
  { name: 'open', before: [], ask: open(['production']) },
  { name: 'open, with a key', before: [], ask: open(['production'], 'alice', 'k1') },
  {
    name: 'open two at once, with a key',
    before: [],
    ask: open(['production', 'staging'], 'alice', 'k1'),
  },
  {
    name: 'open what is open',
    before: [open(['production'])],
    ask: open(['production']),
    code: 'CONFLICT',
  },
  {
    name: 'open what others have used up',
    before: [open(['staging'], 'bob')],
    ask: open(['production', 'staging']),
    code: 'QUOTA_EXCEEDED',
  },
  {
    name: 'extend',
    before: [open(['production'])],
    ask: act('alice', 'extendBreakGlass', { body: { duration: 7200 }, key: 'k2' }),
  },
  {
    name: 'close',
    before: [open(['production'])],
    ask: act('alice', 'closeBreakGlass', { key: 'k2' }),
  },
  {
    name: 'close somebody else’s',
    before: [open(['production'])],
    ask: act('sam', 'closeBreakGlass'),
  },
  {
    name: 'review',
    before: [open(['production']), act('alice', 'closeBreakGlass')],
    ask: act('carol', 'reviewBreakGlass', { body: { verdict: 'justified' }, key: 'k2' }),
  },
  {
    name: 'review one’s own',
    before: [open(['production']), act('alice', 'closeBreakGlass')],
    ask: act('alice', 'reviewBreakGlass', { body: { verdict: 'justified' } }),
    code: 'FORBIDDEN',
  },
  {
    name: 'revoke a subject',
    before: [vend('dev'), vend('dev')],
    ask: revoke({ subject: 'alice@example.com' }, 'sam', 'k1'),
  },
  {
    name: 'revoke a subject, without a key',
    before: [vend('dev')],
    ask: revoke({ subject: 'alice@example.com' }),
  },
  {
    name: 'revoke a profile',
    before: [vend('dev')],
    ask: revoke({ profile: 'dev' }, 'sam', 'k1'),
  },
  {
    name: 'revoke a subject on a profile',
    before: [vend('dev')],
    ask: revoke({ subject: 'alice@example.com', profile: 'dev' }, 'sam', 'k1'),
  },
  {
    name: 'revoke a session',
    before: [vend('dev')],
    ask: endSession('sam', 'revokeSession', { ...because, key: 'k1' }),
  },
  {
    name: 'revoke an own session',
    before: [vend('dev')],
    ask: endSession('alice', 'revokeSession', { ...because, key: 'k1' }),
  },
  {
    name: 'lift a block of a subject',
    before: [revoke({ subject: 'alice@example.com' })],
    ask: act('sam', 'liftRevocation'),
  },
  {
    name: 'lift a block of a profile',
    before: [revoke({ profile: 'dev' })],
    ask: act('sam', 'liftRevocation'),
  },
  {
    name: 'lift a block of one’s own',
    before: [revoke({ subject: 'sam@example.com', profile: 'dev' })],
    ask: act('sam', 'liftRevocation'),
    code: 'FORBIDDEN',
  },
  { name: 'end a session', before: [vend('dev')], ask: endSession('alice', 'endSession') },
];

const twoRequests = [request('production'), request('production')];
const twoEvents = [open(['production']), open(['staging'])];
const twoBlocks = [
  revoke({ subject: 'bob@example.com' }),
  revoke({ subject: 'dan@example.com', profile: 'dev' }),
];

export const reads: readonly Scene[] = [
  { name: 'list profiles', before: [], ask: list('alice', 'profiles') },
  { name: 'explain', before: [], ask: list('alice', 'explain', { profile: 'production' }) },
  {
    name: 'explain for somebody else',
    before: [],
    ask: list('audrey', 'explain', { profile: 'production', subject: 'bob@example.com' }),
  },
  { name: 'who am I', before: [], ask: list('alice', 'whoami') },
  { name: 'health', before: [], ask: list('alice', 'health') },
  { name: 'list own sessions', before: [vend('dev')], ask: list('alice', 'sessions') },
  {
    name: 'list everybody’s sessions, the second page',
    before: [
      vend('dev'),
      vend('dev', 'bob'),
      list('audrey', 'sessions', { view: 'all', limit: '1' }),
    ],
    ask: page('audrey', 'sessions', { view: 'all', limit: '1' }),
  },
  { name: 'show a session', before: [vend('dev')], ask: endSession('alice', 'sessionById') },
  {
    name: 'show somebody else’s session',
    before: [vend('dev')],
    ask: endSession('audrey', 'sessionById'),
  },
  {
    name: 'check a session',
    before: [vend('dev')],
    ask: ([vended]) => ({
      by: 'gateway',
      route: 'sessionCheck',
      query: { access_key_id: text(vended, 'AccessKeyId') },
    }),
  },
  {
    name: 'check a session revoked',
    before: [
      vend('dev'),
      revoke({ subject: 'bob@example.com' }),
      endSession('sam', 'revokeSession', because),
    ],
    ask: ([vended]) => ({
      by: 'gateway',
      route: 'sessionCheck',
      query: { access_key_id: text(vended, 'AccessKeyId') },
    }),
    code: 'SESSION_REVOKED',
  },
  {
    name: 'list own requests, the second page',
    before: [...twoRequests, list('alice', 'requests', { limit: '1' })],
    ask: page('alice', 'requests', { limit: '1' }),
  },
  {
    name: 'list requests to approve',
    before: [request('production')],
    ask: list('carol', 'requests', { view: 'to_approve' }),
  },
  {
    name: 'list everybody’s requests',
    before: twoRequests,
    ask: list('audrey', 'requests', { view: 'all' }),
  },
  {
    name: 'show a request',
    before: [request('production')],
    ask: act('carol', 'requestById'),
  },
  {
    name: 'list own break-glass, the second page',
    before: [...twoEvents, list('alice', 'breakGlassEvents', { limit: '1' })],
    ask: page('alice', 'breakGlassEvents', { limit: '1' }),
  },
  {
    name: 'show a break-glass',
    before: [open(['production'])],
    ask: act('carol', 'breakGlassById'),
  },
  {
    name: 'list revocations, the second page',
    before: [...twoBlocks, list('sam', 'revocations', { limit: '1' })],
    ask: page('sam', 'revocations', { limit: '1' }),
  },
  { name: 'show a revocation', before: twoBlocks, ask: act('audrey', 'revocationById') },
];

/** All of them. Each route is in one at least. */
export const scenes: readonly Scene[] = [...vends, ...changes, ...reads];

import {
  act,
  because,
  endSession,
  list,
  open,
  page,
  request,
  revoke,
  type Scene,
  text,
  vend,
} from './turns.ts';

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

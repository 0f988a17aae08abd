import type { Shot } from './hostile-client.ts';

/** Why somebody asks for an approval. */
export const why = 'I would like to look at the customers';

/** `code`: INVALID_REQUEST, if left out. */
export type KeyLike = [wants: string, target: string, body?: object, code?: string];

/**
 * Names that hold what parts keys of the table, or of Parameter Store. The rim refuses all of them; that keys would be
 * told apart even so, no call can show: the tests beside `keys` do.
 */
export const keyLikes: readonly KeyLike[] = [
  ['the state of another by a profile', '/', { profile: 'prod#state' }, 'INVALID_PROFILE'],
  ['an item by a profile', '/', { profile: 'request#prod' }, 'INVALID_PROFILE'],
  ['an encoded part by a profile', '/', { profile: 'prod%23x' }, 'INVALID_PROFILE'],
  ['a parameter by a profile', '/', { profile: '../directory' }, 'INVALID_PROFILE'],
  ['another parameter by a profile', '/', { profile: 'prod/../../directory' }, 'INVALID_PROFILE'],
  ['a version of a parameter by a profile', '/', { profile: 'prod:1' }, 'INVALID_PROFILE'],
  [
    'an ARN by a profile',
    '/',
    { profile: 'arn:aws:ssm:eu-west-1:1:parameter/x' },
    'INVALID_PROFILE',
  ],
  ['a pattern by a profile', '/', { profile: 'prod*' }, 'INVALID_PROFILE'],
  ['a prototype by a profile', '/', { profile: '__proto__' }, 'INVALID_PROFILE'],
  ['a property by a profile', '/', { profile: 'constructor' }, 'POLICY_DENY'],
  ['a method by a profile', '/', { profile: 'tostring' }, 'POLICY_DENY'],
  ['a request for a key', '/requests', { profile: 'prod#x', justification: why }],
  [
    'a break-glass for a key',
    '/break-glass',
    { profiles: ['prod#x'], reason_code: 'incident', justification: `${why}, really` },
  ],
  ['a session that is a key', '/', { profile: 'prod', session_id: 'x#state' }],
  ['a session that is a path', '/', { profile: 'prod', session_id: '../0123456789ab' }],
  ['a session in capitals', '/', { profile: 'prod', session_id: 'ABCDEF0123456789' }],
];

/** One id of each kind. */
export type Ids = Readonly<Record<'request' | 'session' | 'event' | 'revocation', string>>;

const post = (target: string, body: object = {}) => ({
  method: 'POST',
  target,
  body: JSON.stringify(body),
});

/** What may be done to each of them. */
export const shotsAt = (at: Ids): readonly Shot[] => [
  { target: `/requests/${at.request}` },
  post(`/requests/${at.request}/approve`),
  post(`/requests/${at.request}/deny`),
  post(`/requests/${at.request}/cancel`),
  post(`/requests/${at.request}/withdraw`),
  { target: `/sessions/${at.session}` },
  { method: 'POST', target: `/sessions/${at.session}/end` },
  post(`/sessions/${at.session}/revoke`, { reason: 'not mine' }),
  { target: `/break-glass/${at.event}` },
  post(`/break-glass/${at.event}/extend`, { duration: 900 }),
  post(`/break-glass/${at.event}/close`),
  post(`/break-glass/${at.event}/review`, { verdict: 'justified' }),
  // An id of one kind is none of another.
  { target: `/requests/${at.session}` },
  { target: `/sessions/${at.request}` },
  { target: `/break-glass/${at.request}` },
  { target: `/requests/${at.revocation}` },
];

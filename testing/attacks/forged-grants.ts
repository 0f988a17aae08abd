import { place } from '@sentinel/devstack/stack/place';
import { keys } from '@sentinel/tvm/table';
import type { Item } from './firing-range.ts';
import type { Refused } from './repel.ts';

/** Whose the forged rows are. */
export const asMallory = { subject: 'mallory@example.com', person: 'mallory@example.com' };
/** Of what is forged. */
export const id = 'feedfacefeedface';

/** The grant as if it were mallory's. */
export function forgedGrant(grant: Item, changes: Item = {}): Item {
  const { pk, sk } = keys.request('mallory@example.com', 'database', {
    time: String(grant['created_at']),
    id,
  });
  return {
    ...grant,
    pk,
    sk,
    gsi1pk: 'request#mallory@example.com',
    ...asMallory,
    id,
    session_ids: undefined,
    ...changes,
  };
}

/** What somebody did when the request was made. */
export const stepOf = (name: string, grant: Item) => ({
  subject: name,
  person: name,
  caller_arn: `arn:aws:sts::${place.hubAccount}:assumed-role/${place.ssoRole}/${name}`,
  at: grant['created_at'],
  comment: '',
});

/** A grant that is read, and is no right. */
export const unusable = {
  code: 'APPROVAL_REQUIRED',
  truth: { subject: 'mallory@example.com', via: null },
} as const;
/** A row that the TVM never wrote. */
const garbled = {
  code: 'DEPENDENCY_UNAVAILABLE',
  truth: { outcome: 'error', subject: 'mallory@example.com' },
} as const;

/** What an insider plants: what is changed of mallory's grant, and how her vend then ends. */
export const forgedGrants: readonly (readonly [
  wants: string,
  changes: (grant: Item) => Item,
  refused: Refused,
])[] = [
  [
    'a grant that somebody approved who is no approver',
    (grant) => ({ approvals: [stepOf('bob@example.com', grant)] }),
    unusable,
  ],
  ['a grant that nobody approved', () => ({ approvals: [] }), unusable],
  [
    'a grant approved by its owner',
    (grant) => ({ approvals: [stepOf('mallory@example.com', grant)] }),
    unusable,
  ],
  [
    'a grant that policy approved, where it does not',
    () => ({ via: 'auto', approvals: [] }),
    unusable,
  ],
  [
    'a grant of another role',
    () => ({ role_arn: 'arn:aws:iam::444455556666:role/SentinelProtected-Production' }),
    unusable,
  ],
  ['a grant of another rule', () => ({ rule: 'everyone' }), unusable],
  ['a grant of other session policies', () => ({ session_policy: '{"policyArns":[]}' }), unusable],
  ['a grant of before a block', () => ({ subject_epoch: 7 }), unusable],
  ['a grant of before a block of the profile', () => ({ profile_epoch: 7 }), unusable],
  ['a grant of another person', () => ({ person: 'alice@example.com' }), unusable],
  ['a grant that ended', (grant) => ({ grant_until: grant['grant_from'] }), unusable],
  [
    'a grant without its window',
    () => ({ grant_from: undefined, grant_until: undefined }),
    unusable,
  ],
  ['a grant with half a window', () => ({ grant_until: undefined }), garbled],
  [
    "a copy of somebody's grant in an own place",
    (grant) => ({ subject: 'alice@example.com', id: grant['id'] }),
    garbled,
  ],
  ['a grant with a status that is none', () => ({ status: 'granted' }), garbled],
  ['a grant that lasts for ever', () => ({ grant_until: '9999' }), garbled],
  ['a grant in other types', () => ({ version: '1' }), garbled],
  ['a grant with a member missing', () => ({ needed: undefined }), garbled],
];

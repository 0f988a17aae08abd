import type { CreateTableCommandInput } from '@aws-sdk/client-dynamodb';

/** Where an item is. */
export type Key = { readonly pk: string; readonly sk: string };

/** When something was made, and its id. `time` is UTC, fixed width. */
export type Moment = { readonly time: string; readonly id: string };

export type IndexName = 'by-owner' | 'by-time';

/** Both serve listing only: a read of an index is never strongly consistent. */
export const indexes = {
  /** An owner's items of one kind, by time. */
  'by-owner': { pk: 'gsi1pk', sk: 'gsi1sk' },
  /** All items of one kind and state, by time. */
  'by-time': { pk: 'gsi2pk', sk: 'gsi2sk' },
} as const satisfies Readonly<Record<IndexName, Key>>;

/** Seconds since the epoch; DynamoDB deletes late, so expiry is compared in code. */
export const ttlAttribute = 'ttl';

/** The table as data, for stand-ins, tests and the check against the infrastructure. */
export function tableDefinition(name: string) {
  return {
    TableName: name,
    BillingMode: 'PAY_PER_REQUEST',
    AttributeDefinitions: ['pk', 'sk', 'gsi1pk', 'gsi1sk', 'gsi2pk', 'gsi2sk'].map((attribute) => ({
      AttributeName: attribute,
      AttributeType: 'S' as const,
    })),
    KeySchema: keySchema({ pk: 'pk', sk: 'sk' }),
    GlobalSecondaryIndexes: Object.entries(indexes).map(([index, key]) => ({
      IndexName: index,
      KeySchema: keySchema(key),
      Projection: { ProjectionType: 'ALL' as const },
    })),
    StreamSpecification: { StreamEnabled: true, StreamViewType: 'NEW_AND_OLD_IMAGES' },
  } as const satisfies CreateTableCommandInput;
}

/** The key of every item. */
export const keys = {
  subject: (subject: string): Key => ({ pk: join('subject', subject), sk: 'state' }),
  session: (subject: string, id: string): Key => ({
    pk: join('subject', subject),
    sk: join('session', id),
  }),
  /** `time` of creation: UTC, fixed width, so that old ones need not be read. */
  request: (subject: string, profile: string, { time, id }: Moment): Key => ({
    pk: join('subject', subject),
    sk: join('request', profile, time, id),
  }),
  guard: (person: string): Key => ({ pk: join('person', person), sk: 'guard' }),
  breakGlass: (person: string, profile: string, id: string): Key => ({
    pk: join('person', person),
    sk: join('event', profile, id),
  }),
  quota: (profile: string): Key => ({ pk: join('profile', profile), sk: 'quota' }),
  profile: (profile: string): Key => ({ pk: join('profile', profile), sk: 'state' }),
  accessKey: (accessKeyId: string): Key => ({ pk: join('key', accessKeyId), sk: '-' }),
  revocation: (time: string, id: string): Key => ({ pk: 'revocations', sk: join(time, id) }),
  idPointer: (id: string): Key => ({ pk: join('id', id), sk: '-' }),
  writer: (id: string): Key => ({ pk: join('writer', id), sk: '-' }),
  control: (): Key => ({ pk: 'control', sk: '-' }),
} as const;

/** Places in the indexes of one session: it moves when it is revoked. `time` is UTC, fixed width. */
export const sessionIndexKeys = {
  owner: (subject: string): string => join('session', subject),
  state: (state: 'revoked' | 'other'): string => join('session', state),
  place: (time: string, id: string): string => join(time, id),
} as const;

/** Places in the indexes of one request: it moves when it is settled, so that pending ones are found at once. */
export const requestIndexKeys = {
  owner: (subject: string): string => join('request', subject),
  state: (state: 'pending' | 'settled'): string => join('request', state),
  place: ({ time, id }: Moment): string => join(time, id),
} as const;

/** Places in the indexes of one break-glass event: it moves when it is reviewed, so that those that wait are found. */
export const eventIndexKeys = {
  owner: (subject: string): string => join('event', subject),
  review: (state: 'awaited' | 'settled'): string => join('event', state),
  place: ({ time, id }: Moment): string => join(time, id),
} as const;

/** Joins by `#`; whatever a part holds, different parts give different texts. */
function join(...parts: readonly string[]): string {
  return parts.map((part) => part.replaceAll('%', '%25').replaceAll('#', '%23')).join('#');
}

function keySchema(key: Key) {
  return [
    { AttributeName: key.pk, KeyType: 'HASH' as const },
    { AttributeName: key.sk, KeyType: 'RANGE' as const },
  ];
}

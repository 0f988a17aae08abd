/** The table's keys, all of them texts; both indexes serve listing only. */
export const tableKeys = { pk: 'pk', sk: 'sk' } as const;

/** Global secondary indexes, which hold whole items. */
export const tableIndexes = {
  'by-owner': { pk: 'gsi1pk', sk: 'gsi1sk' },
  'by-time': { pk: 'gsi2pk', sk: 'gsi2sk' },
} as const;

/** Seconds since the epoch at which DynamoDB may delete an item. */
export const ttlAttribute = 'ttl';

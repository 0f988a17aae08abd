import type { Trail } from '@sentinel/core/ports';
import { keys, ttlAttribute } from '../table.ts';
import type { DynamoTable } from './dynamo-table.ts';
import { toTimeText } from './time-text.ts';

/** Notes of writers in the table, kept for `retentionMs`. A note that comes late changes nothing. */
export function dynamoTrailNotes(table: DynamoTable, retentionMs: number): Pick<Trail, 'note'> {
  return {
    note: async (writer, last, atMs) => {
      await table.update({
        key: keys.writer(writer),
        set: {
          seq: last.seq,
          hash: last.hash,
          noted_at: toTimeText(atMs),
          [ttlAttribute]: Math.ceil((atMs + retentionMs) / 1000),
        },
        setIfAbsent: { started_at: toTimeText(atMs) },
        when: [['seq', 'absent or <', last.seq]],
      });
    },
  };
}

import { randomBytes } from 'node:crypto';
import { memoryClock } from '@sentinel/core/memory/clock';
import type { Control, KeyRecord, Sessions, Subjects, Trail } from '@sentinel/core/ports';
import { aSession, noon, subject } from '@sentinel/core/testing/contracts/a-session';
import { dynamoControl } from '../src/adapters/dynamo-control.ts';
import { dynamoSessions } from '../src/adapters/dynamo-sessions.ts';
import { dynamoSubjects } from '../src/adapters/dynamo-subjects.ts';
import { dynamoTrailNotes } from '../src/adapters/dynamo-trail-notes.ts';
import type { LocalServer } from './local-server.ts';
import type { LocalTables } from './local-table.ts';

export type Adapters = Subjects & Sessions & Pick<Trail, 'note'> & Control;

export type FailingTable = {
  /** Reach the table itself. */
  readonly healthy: Adapters;
  /** Reach it through `server`. */
  readonly failing: Adapters;
  readonly server: LocalServer;
};

const retentionMs = 400 * 86_400_000;

/**
 * A new table, reached as it is and through a server that can be made to fail; `patienceMs` is for a server that is
 * made to be silent.
 */
export async function failingTable(
  tables: LocalTables,
  patienceMs?: number,
): Promise<FailingTable> {
  const table = await tables.create();
  const server = await table.faulty();
  const adapters = (url?: string): Adapters => {
    const connected = table.connect(url, patienceMs);
    return {
      ...dynamoSubjects(connected, retentionMs),
      ...dynamoSessions(connected, retentionMs),
      ...dynamoTrailNotes(connected, retentionMs),
      ...dynamoControl(connected, { clock: memoryClock(noon), randomBytes }),
    };
  };
  return { healthy: adapters(), server, failing: adapters(server.url) };
}

/** What is kept of a key of `aSession`. */
export const aKey: KeyRecord = {
  accessKeyId: 'ASIAEXAMPLEEXAMPLE01',
  session: { subject: subject('alice@example.com'), id: aSession().id },
  requestId: '00000000000000e1',
  expiresAtMs: noon,
  line: { writer: '00000000000000d1', seq: 0, hash: 'aa' },
};

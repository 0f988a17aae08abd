/** The contracts of everything that is kept in the table, for every server that calls itself DynamoDB. */
import { randomBytes } from 'node:crypto';
import { memoryClock } from '@sentinel/core/memory/clock';
import { noon } from '@sentinel/core/testing/contracts/a-session';
import { breakGlassContract } from '@sentinel/core/testing/contracts/break-glass';
import { breakGlassListContract } from '@sentinel/core/testing/contracts/break-glass-list';
import { breakGlassQuotaContract } from '@sentinel/core/testing/contracts/break-glass-quota';
import { controlContract } from '@sentinel/core/testing/contracts/control';
import { requestListContract } from '@sentinel/core/testing/contracts/request-list';
import { requestsContract } from '@sentinel/core/testing/contracts/requests';
import { revocationsContract } from '@sentinel/core/testing/contracts/revocations';
import { sessionListContract } from '@sentinel/core/testing/contracts/session-list';
import { sessionsContract } from '@sentinel/core/testing/contracts/sessions';
import { subjectsContract } from '@sentinel/core/testing/contracts/subjects';
import { trailContract } from '@sentinel/core/testing/contracts/trail';
import { dynamoBreakGlass } from '../src/adapters/dynamo-break-glass.ts';
import { dynamoControl } from '../src/adapters/dynamo-control.ts';
import { dynamoRequests } from '../src/adapters/dynamo-requests.ts';
import { dynamoRevocations } from '../src/adapters/dynamo-revocations.ts';
import { dynamoSessions } from '../src/adapters/dynamo-sessions.ts';
import { dynamoSubjects } from '../src/adapters/dynamo-subjects.ts';
import type { DynamoTable } from '../src/adapters/dynamo-table.ts';
import { dynamoTrailNotes } from '../src/adapters/dynamo-trail-notes.ts';
import { toTimeText } from '../src/adapters/time-text.ts';
import { keys } from '../src/table.ts';

const retentionMs = 400 * 86_400_000;

/** `createTable`: a new, empty table, and clients of it. `longestList`: items in the longest list. */
export function dynamoContracts(
  where: string,
  createTable: () => Promise<{ connect(): DynamoTable }>,
  longestList?: number,
): void {
  subjectsContract(where, async () => {
    const table = await createTable();
    return { connect: () => dynamoSubjects(table.connect(), retentionMs) };
  });

  const startSessions = async () => {
    const table = await createTable();
    return { connect: () => dynamoSessions(table.connect(), retentionMs) };
  };
  sessionsContract(where, startSessions);
  sessionListContract(where, startSessions, longestList);

  const startRequests = async () => {
    const table = await createTable();
    return { connect: () => dynamoRequests(table.connect(), retentionMs) };
  };
  requestsContract(where, startRequests);
  requestListContract(where, startRequests, longestList);

  revocationsContract(where, async () => {
    const table = await createTable();
    return { connect: () => dynamoRevocations(table.connect(), retentionMs) };
  });

  const startBreakGlass = async () => {
    const table = await createTable();
    return { connect: () => dynamoBreakGlass(table.connect(), retentionMs) };
  };
  breakGlassContract(where, startBreakGlass);
  breakGlassQuotaContract(where, startBreakGlass);
  breakGlassListContract(where, startBreakGlass, longestList);

  trailContract(where, async () => {
    const table = await createTable();
    const lines: string[] = [];
    const tool = table.connect();
    return {
      connect: () => ({
        write: (line) => {
          lines.push(line);
        },
        ...dynamoTrailNotes(table.connect(), retentionMs),
      }),
      lines: () => lines,
      writer: async (id) => {
        const item = await tool.get(keys.writer(id));
        if (item === undefined) return undefined;
        return {
          startedAtMs: Date.parse(String(item['started_at'])),
          notedAtMs: Date.parse(String(item['noted_at'])),
          seq: Number(item['seq']),
          hash: String(item['hash']),
        };
      },
    };
  });

  controlContract(where, async () => {
    const table = await createTable();
    const tool = table.connect();
    return {
      connect: () => dynamoControl(table.connect(), { clock: memoryClock(noon), randomBytes }),
      setNotBefore: async (notBeforeMs) => {
        await tool.update({
          key: keys.control(),
          set: { not_before: toTimeText(notBeforeMs) },
        });
      },
    };
  });
}

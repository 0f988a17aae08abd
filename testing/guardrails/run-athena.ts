import { DatabaseSync } from 'node:sqlite';
import type { Event } from './read-insights.ts';

/** Columns of the CloudTrail table that our queries name; the first is a struct. */
const columns = [
  'useridentity',
  'eventtime',
  'eventsource',
  'eventname',
  'recipientaccountid',
  'requestparameters',
  'errorcode',
] as const;

/**
 * Runs a query for Athena on events, in SQLite: members of the struct become `json_extract`, and two functions of
 * Trino's are added. The principals that it lists.
 */
export function runAthena(sql: string, events: readonly Event[]): readonly string[] {
  const database = new DatabaseSync(':memory:');
  try {
    database.function('json_extract_scalar', (text, path) => scalarAt(text, path));
    database.function('regexp_like', (text, pattern) =>
      typeof text === 'string' ? Number(new RegExp(`${pattern}`).test(text)) : null,
    );
    database.exec('PRAGMA case_sensitive_like = true');
    database.exec(`CREATE TABLE cloudtrail_logs (${columns.join(', ')})`);
    const insert = database.prepare(
      `INSERT INTO cloudtrail_logs VALUES (${columns.map(() => '?').join(', ')})`,
    );
    for (const event of events) insert.run(...rowOf(event));
    return database
      .prepare(withoutStructs(sql))
      .all()
      .map(({ principal }) => String(principal));
  } finally {
    database.close();
  }
}

function withoutStructs(sql: string): string {
  return sql.replaceAll(
    /\buseridentity\.([a-z.]+)/g,
    (_, path) => `json_extract(useridentity, '$.${path}')`,
  );
}

/** Hive's names are lower case; what is no struct stays JSON as it came. */
function rowOf(event: Event): readonly (string | null)[] {
  const lower = new Map(Object.entries(event).map(([name, value]) => [name.toLowerCase(), value]));
  return columns.map((column) => {
    const value = lower.get(column);
    if (value === undefined || value === null) return null;
    if (column === 'useridentity') return JSON.stringify(withLowerNames(value));
    return typeof value === 'string' ? value : JSON.stringify(value);
  });
}

function withLowerNames(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]) => [name.toLowerCase(), withLowerNames(inner)]),
  );
}

function scalarAt(text: unknown, path: unknown): string | null {
  if (typeof text !== 'string' || typeof path !== 'string') return null;
  const found: unknown = Reflect.get(JSON.parse(text), path.replace(/^\$\./, ''));
  return typeof found === 'string' ? found : null;
}

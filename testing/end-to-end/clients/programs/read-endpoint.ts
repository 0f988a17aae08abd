/**
 * Answers each line of its input with what many reads of its own credential endpoint at once came to: how many
 * answers there were of each status and, under it, of each key or code, as JSON.
 */
import { createInterface } from 'node:readline';

const { AWS_CONTAINER_CREDENTIALS_FULL_URI: url = '', AWS_CONTAINER_AUTHORIZATION_TOKEN = '' } =
  process.env;
const headers = { Authorization: AWS_CONTAINER_AUTHORIZATION_TOKEN };
const reads = Number(process.argv[2]);

for await (const _ of createInterface({ input: process.stdin })) {
  const answers = await Promise.all(Array.from({ length: reads }, read));
  const counts = new Map<string, number>();
  for (const answer of answers) counts.set(answer, (counts.get(answer) ?? 0) + 1);
  console.log(JSON.stringify(Object.fromEntries(counts)));
}

async function read(): Promise<string> {
  const answer = await fetch(url, { headers });
  const body: unknown = await answer.json();
  const fields = new Map(Object.entries(body ?? {}));
  return `${answer.status} ${fields.get('AccessKeyId') ?? fields.get('Code')}`;
}

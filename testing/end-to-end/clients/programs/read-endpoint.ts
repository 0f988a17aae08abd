/**
 * Answers each line of its input with what many reads of its own credential endpoint at once came to: how many
 * answers there were of each status and, under it, of each key or code, as JSON.
 */
import { get } from 'node:http';
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

/** By `node:http`, as SDKs do it: Node's `fetch` calls itself a browser. */
function read(): Promise<string> {
  return new Promise((resolve, reject) => {
    const request = get(url, { headers, agent: false }, async (answer) => {
      const chunks: Buffer[] = [];
      for await (const chunk of answer) chunks.push(chunk);
      const fields = new Map(Object.entries(JSON.parse(Buffer.concat(chunks).toString())));
      resolve(`${answer.statusCode} ${fields.get('AccessKeyId') ?? fields.get('Code')}`);
    });
    request.on('error', reject);
  });
}

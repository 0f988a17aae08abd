import { describe, expect, test } from 'vitest';
import { type Desk, withDesk } from './desk.ts';
import { begin, execClients, processClients, type RealClient, titled } from './real-clients.ts';
import { waitFor, waitUntil } from './wait.ts';

/** How long `exec` keeps a refusal. */
const refusalMs = 5_000;

/** What clients say of an endpoint that refuses: the JavaScript SDK drops its words. */
const saidByExec: Readonly<Record<string, RegExp>> = {
  'the AWS CLI': /^ERROR 255 .*container-role: .*sentinel: policy denies `dev` now: change freeze/,
  boto3: /^ERROR CredentialRetrievalError: .*sentinel: policy denies `dev` now: change freeze/,
  "the JavaScript SDK's default chain": /^ERROR Could not load credentials from any providers$/,
  "the JavaScript SDK's fromHttp": /^ERROR Server responded with status: 403$/,
};

/** What they say of a process that refuses. */
const saidByProcess: Readonly<Record<string, RegExp>> = {
  'the AWS CLI':
    /^ERROR 255 .*custom-process: sentinel: policy denies `payments` now: change freeze/,
  boto3:
    /^ERROR CredentialRetrievalError: .*custom-process: sentinel: policy denies `payments` now: change freeze/,
  "the JavaScript SDK's default chain": /^ERROR Could not load credentials from any providers$/,
  "the JavaScript SDK's fromProcess":
    /^ERROR Command failed: .*sentinel: policy denies `payments` now: change freeze/,
};

const isMissing = ({ missing }: RealClient) => missing !== undefined;

test.each([
  { profile: 'payments', code: 3, says: /policy denies `payments` now: change freeze.*\nhelp: / },
  { profile: 'production', code: 4, says: /`production` needs an approval.*\nhelp: / },
  { profile: 'no-such-profile', code: 3, says: /there is no such profile/ },
])('exec of `$profile` starts nothing, ends with $code and is one decision', async (row) => {
  await withDesk(async (desk) => {
    const it = desk.sentinel(['exec', row.profile, '--', 'echo', 'the command was started']);

    const { code, out, err } = await it.end();

    expect({ code, out }).toEqual({ code: row.code, out: '' });
    expect(err).toMatch(row.says);
    expect(desk.vends().map(({ outcome }) => outcome)).toEqual(['deny']);
  });
});

describe.concurrent('a client below exec, refused while it runs', { timeout: 60_000 }, () => {
  for (const { title, client } of titled(execClients)) {
    test.skipIf(isMissing(client))(`${title}: told once, one decision`, async ({ expect }) => {
      await withDesk(async (desk) => {
        desk.shorten(3);
        const conversation = begin(desk, client, 'dev');
        const before = await conversation.ask();
        desk.freeze();
        // The first refusal comes by itself, at the expiry; what counts is what an asking client adds.
        await waitFor(() => refusalsOf(desk) > 0);
        await waitUntil(Date.now() + refusalMs + 200);

        const kept = refusalsOf(desk);
        const askedAtMs = Date.now();
        const answer = await conversation.ask();
        const tookMs = Date.now() - askedAtMs;
        const { code, err } = await conversation.end();

        expect(before).toMatch(/^arn:/);
        expect(answer).toMatch(saidByExec[client.name] ?? /^$/);
        expect(err).toBe(
          'sentinel: no new credentials for `dev`: policy denies `dev` now: change freeze; sentinel explain dev\n',
        );
        expect(code).toBe(0);
        // The client has asked three or four times, and is answered from what is kept.
        expect(refusalsOf(desk) - kept).toBeGreaterThanOrEqual(1);
        expect(refusalsOf(desk) - kept).toBeLessThanOrEqual(1 + Math.floor(tookMs / refusalMs));
      });
    });
  }
});

describe.concurrent('a client that starts `sentinel credentials`', { timeout: 60_000 }, () => {
  for (const { title, client } of titled(processClients)) {
    test.skipIf(isMissing(client))(
      `${title}: says what it says of a refusal`,
      async ({ expect }) => {
        await withDesk(async (desk) => {
          const conversation = begin(desk, client, 'payments');

          const answer = await conversation.ask();
          await conversation.end();

          expect(answer).toMatch(saidByProcess[client.name] ?? /^$/);
          // However often the client starts the process for it.
          expect(desk.vends().map(({ code }) => code)).toEqual(['POLICY_DENY']);
          expect(desk.keysSeen()).toEqual([]);
        });
      },
    );
  }
});

function refusalsOf(desk: Desk): number {
  return desk.vends().filter(({ code }) => code === 'POLICY_DENY').length;
}

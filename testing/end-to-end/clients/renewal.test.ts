import { fileURLToPath } from 'node:url';
import { describe, test } from 'vitest';
import { type Desk, withDesk } from './desk.ts';
import { begin, execClients, processClients, type RealClient, titled } from './real-clients.ts';
import { waitFor, waitUntil } from './wait.ts';

const isMissing = ({ missing }: RealClient) => missing !== undefined;
const reader = fileURLToPath(new URL('programs/read-endpoint.ts', import.meta.url));

/** Long enough for the slowest client on a busy machine to ask once before the end. */
const lifeSeconds = 10;

describe.concurrent('across an expiry', { timeout: 60_000 }, () => {
  for (const { title, client } of titled(execClients)) {
    test.skipIf(isMissing(client))(`${title} goes on, in the same session`, async ({ expect }) => {
      await withDesk(async (desk) => {
        const conversation = begin(desk, client, 'dev');
        const expiryMs = await firstIsShort(desk);
        const before = await conversation.ask();
        await waitUntil(expiryMs);

        const after = await conversation.ask();
        const { code, err } = await conversation.end();

        expect({ code, err }).toEqual({ code: 0, err: '' });
        expect([before, after]).toEqual([before, before]);
        expect(before).toMatch(/^arn:.*\/alice$/);
        const [first, second, ...more] = desk.vends();
        expect(more).toEqual([]);
        expect(second).toMatchObject({ outcome: 'allow', session_id: first?.session_id });
        expect(desk.keysSeen()).toEqual([first?.access_key_id, second?.access_key_id]);
      });
    });
  }
});

describe.concurrent('with little time left', { timeout: 60_000 }, () => {
  for (const { title, client } of titled(processClients)) {
    test.skipIf(isMissing(client))(`${title} renews within one session`, async ({ expect }) => {
      await withDesk(async (desk) => {
        desk.shorten(200);
        const conversation = begin(desk, client, 'dev');

        const answers = [await conversation.ask(), await conversation.ask()];
        await conversation.end();

        expect(answers).toEqual([answers[0], answers[0]]);
        expect(answers[0]).toMatch(/^arn:.*\/alice$/);
        expect(desk.vends().length).toBeGreaterThanOrEqual(2);
        expect(new Set(desk.vends().map((vend) => vend.outcome))).toEqual(new Set(['allow']));
        expect(new Set(desk.vends().map((vend) => vend.session_id)).size).toBe(1);
      });
    });
  }
});

describe.concurrent('the endpoint', { timeout: 60_000 }, () => {
  test('100 reads at once are one vend, also where nothing is held any more', async ({
    expect,
  }) => {
    await withDesk(async (desk) => {
      const conversation = desk.sentinel(['exec', 'dev', '--', process.execPath, reader, '100']);
      const expiryMs = await firstIsShort(desk);
      const before = await conversation.ask();
      await desk.stack.leave();
      // The renewal at the expiry fails, and the next is tried when a client comes, a second later at the soonest.
      await waitUntil(expiryMs + 1_500);
      await desk.stack.comeBack();

      const after = await untilServed(() => conversation.ask());
      await conversation.end();

      const [first, second, ...more] = desk.vends();
      expect(JSON.parse(before)).toEqual({ [`200 ${first?.access_key_id}`]: 100 });
      expect(JSON.parse(after)).toEqual({ [`200 ${second?.access_key_id}`]: 100 });
      expect(more).toEqual([]);
    });
  });

  test('a server that is gone is not missed until the expiry, and found again', async ({
    expect,
  }) => {
    await withDesk(async (desk) => {
      const conversation = desk.sentinel(['exec', 'dev', '--', process.execPath, reader, '1']);
      const expiryMs = await firstIsShort(desk);
      const first = await conversation.ask();
      await desk.stack.leave();

      const whileAway = await conversation.ask();
      await waitUntil(expiryMs);
      const past = await conversation.ask();
      await desk.stack.comeBack();
      const back = await untilServed(() => conversation.ask());
      const { err } = await conversation.end();

      const [one, two, ...more] = desk.vends();
      expect(JSON.parse(first)).toEqual({ [`200 ${one?.access_key_id}`]: 1 });
      expect(whileAway).toBe(first);
      expect(JSON.parse(past)).toEqual({ '503 UNREACHABLE': 1 });
      expect(JSON.parse(back)).toEqual({ [`200 ${two?.access_key_id}`]: 1 });
      expect(more).toEqual([]);
      expect(two?.session_id).toBe(one?.session_id);
      expect(err).toMatch(/^sentinel: no new credentials for `dev`: .*\n$/);
    });
  });
});

/** Makes what is vended first end soon, and nothing after it; the time when it is of no use any more. */
async function firstIsShort(desk: Desk): Promise<number> {
  desk.shorten(lifeSeconds);
  await waitFor(() => desk.vends().length > 0);
  desk.shorten(undefined);
  return Date.now() + lifeSeconds * 1000;
}

/** The endpoint waits for the server only so long, which on a busy machine may be too short. */
async function untilServed(ask: () => Promise<string>): Promise<string> {
  const answer = await ask();
  return answer.includes('503 ') ? untilServed(ask) : answer;
}

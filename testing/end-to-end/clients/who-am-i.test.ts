import { describe, test } from 'vitest';
import { withDesk } from './desk.ts';
import { begin, execClients, processClients, titled } from './real-clients.ts';

const role = 'arn:aws:sts::444455556666:assumed-role/SentinelProtected-Dev/alice';

describe.concurrent('with vended credentials, by its own means', () => {
  for (const { title, client } of titled([...execClients, ...processClients])) {
    test.skipIf(client.missing !== undefined)(
      `${title} is the role of the profile`,
      async ({ expect }) => {
        await withDesk(async (desk) => {
          const conversation = begin(desk, client, 'dev');

          const answer = await conversation.ask();
          const { code } = await conversation.end();

          expect({ answer, code }).toEqual({ answer: role, code: 0 });
          expect(desk.vends()).toMatchObject([
            { outcome: 'allow', subject: 'alice@example.com', role_session_name: 'alice' },
          ]);
          expect(desk.keysSeen()).toEqual([desk.vends()[0]?.access_key_id]);
        });
      },
    );
  }
});

import { channelsContract } from '@sentinel/core/testing/contracts/channels';
import { afterAll, expect, test } from 'vitest';
import type { Fault } from '../../testing/local-server.ts';
import { type LocalSsm, localSsm, ssmReply } from '../../testing/local-ssm.ts';
import { ssmChannels } from './ssm-channels.ts';

const started: LocalSsm[] = [];
afterAll(async () => {
  await Promise.all(started.map(({ server }) => server.close()));
});

async function start(): Promise<LocalSsm> {
  const ssm = await localSsm();
  started.push(ssm);
  return ssm;
}

const nameOf = (channel: string) => `/sentinel/channels/${channel}`;

channelsContract('in SSM', async () => {
  const { parameters, connect } = await start();
  return {
    connect: () => ssmChannels(connect(), '/sentinel'),
    put: async (channel, text) => {
      const version = (parameters.get(nameOf(channel))?.version ?? 0) + 1;
      parameters.set(nameOf(channel), { version, text });
    },
    remove: async (channel) => {
      parameters.delete(nameOf(channel));
    },
  };
});

test('a channel is asked for decrypted', async () => {
  const { server, connect } = await start();

  await ssmChannels(connect(), '/sentinel').read('security');

  expect(JSON.parse(server.received[0]?.body ?? '')).toEqual({
    Name: nameOf('security'),
    WithDecryption: true,
  });
});

test.each<[string, Fault]>([
  ['drops the call', 'drop'],
  ['is silent', 'hang'],
  ['never ends its answer', 'hang-body'],
  ['refuses', ssmReply(400, { __type: 'AccessDeniedException', message: 'no' })],
  ['is busy', ssmReply(400, { __type: 'ThrottlingException', message: 'no' })],
  ['is broken', ssmReply(500, { __type: 'InternalServerError' })],
  ['babbles', { status: 200, body: '<html>canary</html>' }],
  ['answers nothing', ssmReply(200, {})],
  ['answers half', ssmReply(200, { Parameter: { Name: nameOf('security') } })],
  [
    'answers another channel',
    ssmReply(200, { Parameter: { Name: nameOf('other'), Value: 'canary', Version: 1 } }),
  ],
])('nothing is known of a channel where SSM %s', async (_, fault) => {
  const { server, connect } = await start();
  server.failAll(fault);

  const read = ssmChannels(connect(200), '/sentinel').read('security');

  await expect(read).rejects.toMatchObject({ code: 'DEPENDENCY_UNAVAILABLE' });
  await expect(read).rejects.not.toThrow('canary');
});

import { channelsContract } from '@sentinel/core/testing/contracts/channels';
import { expect, test } from 'vitest';
import { memoryChannels, memoryMessengers } from './channels.ts';

channelsContract('in memory', async () => {
  const channels = memoryChannels();
  return {
    connect: () => channels,
    put: async (name, text) => channels.put(name, text),
    remove: async (name) => channels.remove(name),
  };
});

test('messengers keep what they take, in order', async () => {
  const messengers = memoryMessengers();
  const message = { id: '1', subject: 'News', body: '{}' };

  await messengers.post({ url: 'https://hooks.example/', key: 'key' }, message);
  await messengers.publish('arn', message);

  expect(messengers.taken()).toEqual([
    { to: 'https://hooks.example/', message },
    { to: 'arn', message },
  ]);
});

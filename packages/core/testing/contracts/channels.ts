import type { Channels } from '@sentinel/core/notifier-ports';
import { describe, expect, test } from 'vitest';

export type ChannelsFixture = {
  connect(): Channels;
  /** Stores a channel's next version. */
  put(name: string, text: string): Promise<void>;
  remove(name: string): Promise<void>;
};

/** What every adapter of `Channels` must do, with channels under `/sentinel`. */
export function channelsContract(name: string, start: () => Promise<ChannelsFixture>): void {
  describe(`channels: ${name}`, () => {
    test('reads one, with its version', async () => {
      const fixture = await start();
      await fixture.put('on-call_2', 'one');
      await fixture.put('on-call_2', 'two: ü\n');

      expect(await fixture.connect().read('on-call_2')).toEqual({
        parameter: '/sentinel/channels/on-call_2',
        version: 2,
        text: 'two: ü\n',
      });
    });

    test('knows none that was never there, or is gone', async () => {
      const fixture = await start();
      await fixture.put('security', 'one');
      await fixture.remove('security');

      const channels = fixture.connect();

      expect([await channels.read('security'), await channels.read('never')]).toEqual([
        undefined,
        undefined,
      ]);
    });

    test.each(['', '../policies/dev', 'security:1', 'a/b', 'a b', 'a.b'])(
      'knows none that has no name of a channel: %j',
      async (channel) => {
        const fixture = await start();
        await fixture.put('security', 'one');

        expect(await fixture.connect().read(channel)).toBeUndefined();
      },
    );
  });
}

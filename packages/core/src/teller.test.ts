import { describe, expect, test } from 'vitest';
import { aRequest } from '../testing/a-request.ts';
import { sha256 } from '../testing/a-world.ts';
import { SentinelError } from './errors.ts';
import { memoryChannels, memoryMessengers } from './memory/channels.ts';
import { memoryClock } from './memory/clock.ts';
import { memoryTimer } from './memory/timer.ts';
import type { Messengers } from './notifier-ports.ts';
import { requestChanges } from './notify/request-changes.ts';
import { type Change, createTeller } from './teller.ts';

const startMs = Date.UTC(2026, 0, 25, 14, 30);
const arn = (name: string) => `arn:aws:sns:eu-west-1:111122223333:${name}`;
const topic = (name: string) => `version: "1"\ntype: sns\ntopic_arn: ${arn(name)}\nformat: json\n`;
const minute = 60_000;

/** A teller before twins; `fail` may throw before a message is taken. */
function aTeller(fail: (to: string, id: string) => void = () => undefined) {
  const clock = memoryClock(startMs);
  const channels = memoryChannels();
  channels.put('one', topic('one'));
  channels.put('two', topic('two'));
  const taken = memoryMessengers();
  const lines: string[] = [];
  const tries: string[] = [];
  const messengers: Messengers = {
    publish: async (to, message) => {
      tries.push(`${to.split(':').at(-1)} ${message.id}`);
      fail(to, message.id);
      await taken.publish(to, message);
    },
    post: taken.post,
  };
  const world = {
    channels,
    messengers,
    trail: { write: (line: string) => void lines.push(line) },
    clock,
    timer: memoryTimer(clock),
  };
  const teller = createTeller(world, sha256);
  const tell = (...changes: readonly Change[]) => teller(changes, clock.nowMs() + minute);
  const told = () =>
    taken.taken().map(({ to, message }) => `${to.split(':').at(-1)} ${message.id}`);
  return { tell, teller, told, tries, lines, channels, clock, taken };
}

/** A record about version `version` of item `item`. */
function change(sequence: string, item = 'aa', version = 1, notify = ['one', 'two']): Change {
  const id = item.padStart(16, '0');
  const request = { ...aRequest({ version, notify, via: 'auto' }), id: id as never }; // a test's own
  return { sequence, item, told: requestChanges(undefined, request) };
}

const down = () => {
  throw new SentinelError('DEPENDENCY_UNAVAILABLE', 'down');
};
const id = (item: string, version = 1) => `${item.padStart(16, '0')}.${version}`;

describe('a change', () => {
  test('is told to every channel, once each, also where a channel is named twice', async () => {
    const { tell, told } = aTeller();

    expect(await tell(change('1', 'aa', 1, ['one', 'two', 'one']))).toEqual([]);

    expect(told()).toEqual([`one ${id('aa')}`, `two ${id('aa')}`]);
  });

  test('that comes again is told to nobody twice', async () => {
    const { tell, told } = aTeller();
    await tell(change('1'));

    expect(await tell(change('1'))).toEqual([]);

    expect(told()).toHaveLength(2);
  });

  test('is told to the others when one channel fails, and to that one when it comes again', async () => {
    let isDown = true;
    const { tell, told } = aTeller((to) => (isDown && to === arn('one') ? down() : undefined));

    expect(await tell(change('1'))).toEqual(['1']);
    expect(told()).toEqual([`two ${id('aa')}`]);
    isDown = false;
    expect(await tell(change('1'))).toEqual([]);

    expect(told()).toEqual([`two ${id('aa')}`, `one ${id('aa')}`]);
  });

  test('is tried three times, ever later, before it fails', async () => {
    const { tell, tries, clock } = aTeller(down);

    expect(await tell(change('1', 'aa', 1, ['one']))).toEqual(['1']);

    expect(tries).toHaveLength(3);
    expect(clock.nowMs() - startMs).toBe(1200);
  });

  test('is told when a later try succeeds', async () => {
    let tries = 0;
    const { tell, told } = aTeller(() => {
      tries += 1;
      if (tries < 3) down();
    });

    expect(await tell(change('1', 'aa', 1, ['one']))).toEqual([]);

    expect(told()).toEqual([`one ${id('aa')}`]);
  });

  test('is not begun when the time is up, and comes again', async () => {
    const { teller, tries, clock, lines } = aTeller();

    expect(await teller([change('1')], clock.nowMs())).toEqual(['1']);

    expect(tries).toEqual([]);
    expect(lines.join()).toContain('no time left');
  });
});

describe('what is remembered of deliveries', () => {
  test('is the last two thousand: what came before is told once more', async () => {
    const { tell, told } = aTeller();
    const one = ['one'];
    for (let n = 0; n <= 2000; n += 1) await tell(change(`${n}`, n.toString(16), 1, one));

    await tell(change('a', '1', 1, one), change('b', '0', 1, one));

    expect(told().slice(2001)).toEqual([`one ${id('0')}`]);
  });
});

describe('a messenger that throws', () => {
  test.each([
    ['an error of somebody else', new TypeError('https://secret.example/'), 'TypeError'],
    ['what is no error', 'https://secret.example/', 'unknown'],
  ])('%s: its words are not logged, as they may hold an address', async (_what, thrown, word) => {
    const { tell, tries, lines } = aTeller(() => {
      throw thrown;
    });

    expect(await tell(change('1', 'aa', 1, ['one']))).toEqual(['1']);

    expect(tries).toHaveLength(1);
    expect(lines.join()).toContain(`channel \`one\`: ${word}`);
    expect(lines.join()).not.toContain('secret');
  });
});

describe('changes', () => {
  test('of one item are told in order: what follows one that failed waits for it', async () => {
    const { tell, told } = aTeller((_, message) => (message === id('aa', 2) ? down() : undefined));
    const one = ['one'];

    const failed = await tell(
      change('1', 'aa', 1, one),
      change('2', 'aa', 2, one),
      change('3', 'bb', 1, one),
      change('4', 'aa', 3, one),
    );

    expect(failed).toEqual(['2', '4']);
    expect(told().sort()).toEqual([`one ${id('aa')}`, `one ${id('bb')}`]);
  });

  test('of which one cannot be read are told but for that one', async () => {
    const { tell, told, lines } = aTeller();

    const failed = await tell(change('1', 'aa', 1, ['one']), {
      sequence: '2',
      item: 'bb',
      told: 'a request in the table is garbled: version',
    });

    expect(failed).toEqual(['2']);
    expect(told()).toEqual([`one ${id('aa')}`]);
    expect(lines.join('\n')).toContain('NotificationFailed');
  });
});

describe('a channel', () => {
  test.each([
    ['that is not there', undefined, 'there is no such channel'],
    ['that is no channel', 'version: "1"\ntype: pigeon\n', 'its document is invalid'],
    ['of a topic without address', 'version: "1"\ntype: sns\n', 'its document is invalid'],
    ['of a topic with a key', `${topic('one')}key: ${'k'.repeat(40)}\n`, 'its document is invalid'],
    [
      'of a webhook without key',
      'version: "1"\ntype: webhook\nurl: https://a.example/\n',
      'its document is invalid',
    ],
    [
      'without TLS',
      `version: "1"\ntype: webhook\nurl: http://a.example/\nkey: ${'k'.repeat(40)}\n`,
      'its document is invalid',
    ],
    [
      'with a short key',
      'version: "1"\ntype: webhook\nurl: https://a.example/\nkey: short\n',
      'its document is invalid',
    ],
  ])('%s is counted and logged, tried once, and stops no other', async (_, text, why) => {
    const { tell, told, lines, channels, clock } = aTeller();
    if (text === undefined) channels.remove('one');
    else channels.put('one', text);

    expect(await tell(change('1'))).toEqual(['1']);

    expect(told()).toEqual([`two ${id('aa')}`]);
    const own = lines.map((line) => JSON.parse(line)).filter((line) => 'detail' in line);
    expect(own).toMatchObject([
      { level: 'error', channel: 'one', detail: expect.stringContaining(why) },
      { NotificationFailed: 1 },
    ]);
    expect(clock.nowMs()).toBe(startMs);
  });

  test('whose name is none is not looked for', async () => {
    const { tell, told, lines, channels } = aTeller();
    channels.put('../one', topic('one'));

    expect(await tell(change('1', 'aa', 1, ['../one']))).toEqual(['1']);

    expect(told()).toEqual([]);
    expect(lines.join()).toContain('there is no such channel');
  });

  test('that was mended is used half a minute later at the latest', async () => {
    const { tell, told, channels, clock } = aTeller();
    channels.remove('one');
    await tell(change('1', 'aa', 1, ['one']));
    channels.put('one', topic('one'));
    clock.advance(30_000);

    expect(await tell(change('1', 'aa', 1, ['one']))).toEqual([]);

    expect(told()).toEqual([`one ${id('aa')}`]);
  });

  test('is sent what its format says', async () => {
    const { tell, taken, channels } = aTeller();
    channels.put('two', topic('two').replace('json', 'chat'));

    await tell(change('1'));

    const bodies = taken.taken().map(({ message }) => JSON.parse(message.body));
    expect(bodies).toMatchObject([
      { version: '1', id: id('aa') },
      { version: '1.0', source: 'custom', id: id('aa') },
    ]);
    expect(taken.taken()[0]?.message.subject).toBe('Sentinel: request auto approved, production');
  });
});

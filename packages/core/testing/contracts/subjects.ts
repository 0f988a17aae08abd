import type { Subjects } from '@sentinel/core/ports';
import { describe, expect, test } from 'vitest';
import { noon, profile, subject } from './a-session.ts';
import { type Blocking, blocks } from './subject-blocks.ts';

export type SubjectsFixture = {
  /** One more client of the same, at first empty, state. */
  connect(): Subjects;
};

const alice = subject('alice@example.com');
const window = 29_490_000;
const block = { profile: '*', untilMs: noon + 3_600_000 };

/** What every adapter of `Subjects` must do. */
export function subjectsContract(name: string, start: () => Promise<SubjectsFixture>): void {
  describe(`subjects: ${name}`, () => {
    test('nobody is blocked at first', async () => {
      const subjects = (await start()).connect();

      expect(await subjects.read(alice)).toEqual({ epoch: 0, blocks: new Map() });
      expect(await subjects.readProfile(profile('production'))).toEqual({
        epoch: 0,
        blocks: new Map(),
      });
    });

    test('counts calls within a window, this one included', async () => {
      const subjects = (await start()).connect();

      const counts = [
        await subjects.count(alice, window),
        await subjects.count(alice, window),
        await subjects.count(alice, window),
      ].map(({ count }) => count);

      expect(counts).toEqual([1, 2, 3]);
    });

    test('a new window begins at one', async () => {
      const subjects = (await start()).connect();
      await subjects.count(alice, window);

      const next = await subjects.count(alice, window + 1);

      expect(next.count).toBe(1);
    });

    test('a clock that lags behind by a window does not begin its window anew', async () => {
      const subjects = (await start()).connect();
      await subjects.count(alice, window);
      await subjects.count(alice, window + 1);

      const late = await subjects.count(alice, window);

      expect(late.count).toBe(2);
    });

    test('a caller who comes once in a while, for long, is counted right', async () => {
      const subjects = (await start()).connect();
      for (let visit = 0; visit < 40; visit += 1) await subjects.count(alice, window + visit * 10);

      const second = await subjects.count(alice, window + 390);

      expect(second.count).toBe(2);
    });

    test.each([
      'iam/alice',
      'role/ci-deploy',
      '222233334444:iam/alice',
      'alice+tag=1,2@example.com',
      'alice@example.co',
      'alice@example.comm',
      'alice@example.com#state',
      'alice@example.com%23state',
    ])('does not count %s together with another', async (other) => {
      const subjects = (await start()).connect();
      await subjects.count(alice, window);
      await subjects.count(subject('alice@example.com%2523state'), window);

      const counted = await subjects.count(subject(other), window);

      expect(counted.count).toBe(1);
    });

    test('parallel counts never lose one', async () => {
      const fixture = await start();

      const counted = await Promise.all(
        Array.from({ length: 64 }, () => fixture.connect().count(alice, window)),
      );

      const counts = counted.map(({ count }) => count).sort((a, b) => a - b);
      expect(counts).toEqual(Array.from({ length: 64 }, (_, index) => index + 1));
    });

    test('a count shows the blocks and the epoch that a read shows', async () => {
      const fixture = await start();
      await fixture.connect().count(alice, window);
      await fixture.connect().block(alice, '00000000000000b1', block);
      await fixture.connect().block(alice, '00000000000000b2', { ...block, profile: 'production' });

      const counted = await fixture.connect().count(alice, window);

      const expected = {
        epoch: 2,
        blocks: new Map([
          ['00000000000000b1', block],
          ['00000000000000b2', { ...block, profile: 'production' }],
        ]),
      };
      expect(counted).toEqual({ ...expected, count: 2 });
      expect(await fixture.connect().read(alice)).toEqual(expected);
    });

    test('a block can come before the first call', async () => {
      const fixture = await start();
      await fixture.connect().block(alice, '00000000000000b1', block);

      const counted = await fixture.connect().count(alice, window);

      expect(counted).toEqual({
        count: 1,
        epoch: 1,
        blocks: new Map([['00000000000000b1', block]]),
      });
    });

    test('a block of a profile is read from the profile alone', async () => {
      const fixture = await start();
      await fixture
        .connect()
        .blockProfile(profile('production'), '00000000000000b1', block.untilMs);

      const subjects = fixture.connect();

      expect(await subjects.readProfile(profile('production'))).toEqual({
        epoch: 1,
        blocks: new Map([['00000000000000b1', { ...block, profile: 'production' }]]),
      });
      expect((await subjects.readProfile(profile('staging'))).blocks.size).toBe(0);
      expect((await subjects.read(subject('production'))).blocks.size).toBe(0);
    });

    describe('blocks of a subject', () => blocks(start, ofSubject));
    describe('blocks of a profile', () => blocks(start, ofProfile));
  });
}

const ofSubject: Blocking = {
  profile: '*',
  block: (subjects, id, untilMs) => subjects.block(alice, id, { profile: '*', untilMs }),
  unblock: (subjects, id, atMs) => subjects.unblock(alice, id, atMs),
  read: (subjects) => subjects.read(alice),
};

const ofProfile: Blocking = {
  profile: 'production',
  block: (subjects, id, untilMs) => subjects.blockProfile(profile('production'), id, untilMs),
  unblock: (subjects, id, atMs) => subjects.unblockProfile(profile('production'), id, atMs),
  read: (subjects) => subjects.readProfile(profile('production')),
};

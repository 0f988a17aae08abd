import type { ProfileState, Subjects } from '@sentinel/core/ports';
import { expect, test } from 'vitest';
import { noon } from './a-session.ts';
import type { SubjectsFixture } from './subjects.ts';

/** The same of a subject, or of a profile. */
export type Blocking = {
  /** What the blocks are of. */
  readonly profile: string;
  block(subjects: Subjects, id: string, untilMs: number): Promise<void>;
  unblock(subjects: Subjects, id: string, atMs: number): Promise<void>;
  read(subjects: Subjects): Promise<ProfileState>;
};

const day = 86_400_000;
const untilMs = noon + day;

/** What every adapter must do when a block is written or lifted. */
export function blocks(
  start: () => Promise<SubjectsFixture>,
  { profile, block, unblock, read }: Blocking,
): void {
  const shown = async ({ connect }: SubjectsFixture) => {
    const { epoch, blocks: standing } = await read(connect());
    return { epoch, blocks: Object.fromEntries(standing) };
  };

  test('the same block twice is one, and raises the epoch once', async () => {
    const fixture = await start();

    await block(fixture.connect(), 'b1', untilMs);
    await block(fixture.connect(), 'b1', untilMs + day);

    expect(await shown(fixture)).toEqual({ epoch: 1, blocks: { b1: { profile, untilMs } } });
  });

  test('of many at once each is written, and raises the epoch', async () => {
    const fixture = await start();
    const ids = Array.from({ length: 40 }, (_, index) => `b${index % 20}`);

    await Promise.all(ids.map((id) => block(fixture.connect(), id, untilMs)));

    const { epoch, blocks: standing } = await shown(fixture);
    expect([epoch, Object.keys(standing).length]).toEqual([20, 20]);
  });

  test('lifting ends one block and no other; the epoch stays', async () => {
    const fixture = await start();
    await block(fixture.connect(), 'b1', untilMs);
    await block(fixture.connect(), 'b2', untilMs);

    await unblock(fixture.connect(), 'b1', noon + 1);

    expect(await shown(fixture)).toEqual({
      epoch: 2,
      blocks: { b1: { profile, untilMs: noon + 1 }, b2: { profile, untilMs } },
    });
  });

  test('what was lifted is never written again, nor lifted later', async () => {
    const fixture = await start();
    await block(fixture.connect(), 'b1', untilMs);
    await unblock(fixture.connect(), 'b1', noon + 1);

    await block(fixture.connect(), 'b1', untilMs);
    await unblock(fixture.connect(), 'b1', noon + 9);

    expect(await shown(fixture)).toEqual({
      epoch: 1,
      blocks: { b1: { profile, untilMs: noon + 1 } },
    });
  });

  test('lifting what is not there makes nothing', async () => {
    const fixture = await start();

    await unblock(fixture.connect(), 'b1', noon);

    expect(await shown(fixture)).toEqual({ epoch: 0, blocks: {} });
  });

  test('a block that ended more than 31 days ago is forgotten at the next one', async () => {
    const fixture = await start();
    const nowMs = noon + 100 * day;
    await block(fixture.connect(), 'old', nowMs - 31 * day - 1);
    await block(fixture.connect(), 'young', nowMs - 31 * day);
    await block(fixture.connect(), 'lifted', nowMs + day);
    await unblock(fixture.connect(), 'lifted', nowMs - 40 * day);

    await block(fixture.connect(), 'new', nowMs + 30 * day);

    const { epoch, blocks: standing } = await shown(fixture);
    expect(Object.keys(standing).sort()).toEqual(['new', 'young']);
    expect(epoch).toBe(4);
  });
}

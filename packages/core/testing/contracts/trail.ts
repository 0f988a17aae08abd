import type { Trail } from '@sentinel/core/ports';
import { describe, expect, test } from 'vitest';
import { noon } from './a-session.ts';

export type TrailFixture = {
  /** One more client of the same, at first empty, state. */
  connect(): Trail;
  lines(): readonly string[];
  /** What is stored of a writer. */
  writer(id: string): Promise<
    | {
        readonly startedAtMs: number;
        readonly notedAtMs: number;
        readonly seq: number;
        readonly hash: string;
      }
    | undefined
  >;
};

const writer = '00000000000000d1';

/** What every adapter of `Trail` must do. */
export function trailContract(name: string, start: () => Promise<TrailFixture>): void {
  describe(`trail: ${name}`, () => {
    test('lines are out, in order, when the call returns', async () => {
      const fixture = await start();
      const trail = fixture.connect();

      trail.write('{"seq":0}');
      trail.write('{"seq":1}');

      expect(fixture.lines()).toEqual(['{"seq":0}', '{"seq":1}']);
    });

    test('the first note registers the writer, later ones move it on', async () => {
      const fixture = await start();
      await fixture.connect().note(writer, { seq: 0, hash: 'aa' }, noon);

      await fixture.connect().note(writer, { seq: 9, hash: 'bb' }, noon + 60_000);

      expect(await fixture.writer(writer)).toEqual({
        startedAtMs: noon,
        notedAtMs: noon + 60_000,
        seq: 9,
        hash: 'bb',
      });
      expect(await fixture.writer('00000000000000d2')).toBeUndefined();
    });

    test('a note that comes late never takes a writer back', async () => {
      const fixture = await start();

      await Promise.all(
        Array.from({ length: 32 }, (_, seq) =>
          fixture.connect().note(writer, { seq, hash: `hash-${seq}` }, noon + seq),
        ),
      );
      await fixture.connect().note(writer, { seq: 3, hash: 'hash-3' }, noon + 99);

      expect(await fixture.writer(writer)).toMatchObject({ seq: 31, hash: 'hash-31' });
    });
  });
}

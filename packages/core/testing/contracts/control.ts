import type { Control } from '@sentinel/core/ports';
import { describe, expect, test } from 'vitest';
import { noon } from './a-session.ts';

export type ControlFixture = {
  /** One more client of the same, at first empty, state. */
  connect(): Control;
  setNotBefore(notBeforeMs: number): Promise<void>;
};

/** What every adapter of `Control` must do. */
export function controlContract(name: string, start: () => Promise<ControlFixture>): void {
  describe(`control: ${name}`, () => {
    test('nothing is void at first', async () => {
      const control = (await start()).connect();

      expect(await control.notBeforeMs()).toBe(0);
    });

    test('a new client knows before what everything is void', async () => {
      const fixture = await start();
      await fixture.setNotBefore(noon);

      expect(await fixture.connect().notBeforeMs()).toBe(noon);
    });

    test('all clients share one page-token key of 32 bytes, whoever made it', async () => {
      const fixture = await start();

      const keys = await Promise.all(
        Array.from({ length: 16 }, () => fixture.connect().pageTokenKey()),
      );

      const shown = new Set(keys.map((key) => key.join()));
      expect(shown.size).toBe(1);
      expect(keys[0]?.length).toBe(32);
    });

    test('making the key leaves the rest as it was', async () => {
      const fixture = await start();
      await fixture.setNotBefore(noon);
      await fixture.connect().pageTokenKey();

      await fixture.setNotBefore(noon + 1);

      expect(await fixture.connect().notBeforeMs()).toBe(noon + 1);
    });
  });
}

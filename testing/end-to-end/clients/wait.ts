import { setTimeout } from 'node:timers/promises';

/** Real clients live by the real clock: waits until it shows `atMs`, milliseconds since the epoch. */
export async function waitUntil(atMs: number): Promise<void> {
  while (Date.now() < atMs) await setTimeout(atMs - Date.now());
}

/** Waits until something has come of what was begun. */
export async function waitFor(isThere: () => boolean): Promise<void> {
  while (!isThere()) await setTimeout(20);
}

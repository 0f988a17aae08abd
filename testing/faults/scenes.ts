import { changes } from './scenes/changes.ts';
import { reads } from './scenes/reads.ts';
import type { Scene } from './scenes/turns.ts';
import { vends } from './scenes/vends.ts';

/** All of them. Each route is in one at least. */
export const scenes: readonly Scene[] = [...vends, ...changes, ...reads];

import { setTimeout } from 'node:timers/promises';
import type { Timer } from '@sentinel/core/ports';

/** Real time; a wait alone keeps no process alive. */
export const realTimer: Timer = { wait: (ms) => setTimeout(ms, undefined, { ref: false }) };

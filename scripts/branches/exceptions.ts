import { flows } from './exceptions/flows.ts';
import { machines } from './exceptions/machines.ts';
import { policy } from './exceptions/policy.ts';
import { rim } from './exceptions/rim.ts';
import type { Exception } from './gaps.ts';

/** What no test can run, and why; a branch that the compiler proves to be never taken (`satisfies never`) needs no entry. */
export const exceptions: readonly Exception[] = [...flows, ...machines, ...policy, ...rim];

import type { Exception } from './gaps.ts';

/** What no test can run, and why; a branch that the compiler proves to be never taken (`satisfies never`) needs no entry. */
export const exceptions: readonly Exception[] = [];

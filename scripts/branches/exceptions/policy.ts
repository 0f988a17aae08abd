import type { Exception } from '../gaps.ts';

export const policy: readonly Exception[] = [];

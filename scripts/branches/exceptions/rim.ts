import type { Exception } from '../gaps.ts';

export const rim: readonly Exception[] = [];

import type { Exception } from '../gaps.ts';

export const machines: readonly Exception[] = [];

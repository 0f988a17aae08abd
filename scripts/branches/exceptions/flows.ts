import type { Exception } from '../gaps.ts';

export const flows: readonly Exception[] = [];

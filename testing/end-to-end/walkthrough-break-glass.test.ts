import { test } from 'vitest';
import { walk } from './walk.ts';

test(
  'an on-call breaks the glass at night, and somebody else reviews it next day',
  () => walk('walkthrough-break-glass'),
  60_000,
);

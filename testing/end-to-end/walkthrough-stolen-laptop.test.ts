import { test } from 'vitest';
import { walk } from './walk.ts';

test(
  "security revokes a stolen laptop's sessions",
  () => walk('walkthrough-stolen-laptop'),
  60_000,
);

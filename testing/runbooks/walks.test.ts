import { test } from 'vitest';
import { walk } from '../end-to-end/walk.ts';

test.each(['revoke-a-person', 'leaked-vended-key'])(
  'what %s says is what happens on the dev stack',
  (name) => walk(`../runbooks/${name}`),
  60_000,
);

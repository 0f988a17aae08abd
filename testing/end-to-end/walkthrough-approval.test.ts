import { test } from 'vitest';
import { walk } from './walk.ts';

test('a developer asks, and gets production', () => walk('walkthrough-approval'), 60_000);

import * as z from 'zod/mini';
import { condition } from './condition.ts';
import { listOf } from './fields.ts';

const vendedBy = z.enum(['server'], {
  error: 'expected `server`, the only mode: what a client calls itself proves nothing',
});

/** `mode: [server]`: always holds, because every vend is the server's. */
export const mode = condition('mode', listOf(vendedBy), () => ({ holds: () => true }));

import * as z from 'zod/mini';
import { route } from './route.ts';

export const healthAnswer = z.object({
  status: z.literal('ok'),
  /** Of the server. */
  version: z.string(),
  /** Of policy documents that the server understands. */
  policy_schema: z.string(),
  /** Where policy documents lie. */
  root: z.string(),
  /** Optional features that are switched on. */
  features: z.array(z.string()),
});

export type HealthAnswer = z.infer<typeof healthAnswer>;

export const health = route({
  id: 'health',
  method: 'GET',
  path: '/health',
  summary: 'Tell version and features; touches no dependency',
  query: z.strictObject({}),
  answer: healthAnswer,
  errors: [],
  admission: false,
});

import * as z from 'zod/mini';
import { nothing, text } from './fields.ts';
import { lazily } from './lazily.ts';
import { route } from './route.ts';

export const healthAnswer = lazily(() =>
  z.object({
    status: z.literal('ok'),
    version: text('version of the server'),
    policy_schema: text('version of policy documents that the server understands'),
    root: text('path in Parameter Store below which policy documents lie'),
    features: z
      .array(z.string())
      .check(z.describe('optional features that are switched on; none is built yet')),
  }),
);

export type HealthAnswer = z.infer<ReturnType<typeof healthAnswer>>;

export const health = route({
  id: 'health',
  method: 'GET',
  path: '/health',
  summary: 'Tell version and features, also while there is no directory yet',
  who: 'every caller who is not blocked; without a directory every IAM user or role session of an admitted account',
  query: nothing,
  answer: healthAnswer,
  errors: ['SUBJECT_BLOCKED'],
  admission: false,
});

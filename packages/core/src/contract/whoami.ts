import * as z from 'zod/mini';
import { route } from './route.ts';

export const whoamiAnswer = z.object({
  subject: z.string(),
  person: z.string(),
  /** Of the groups that the server knows, those that the caller is in. */
  groups: z.array(z.string()),
  /** How the subject was derived, in words. */
  derived: z.string(),
  kind: z.enum(['person', 'user', 'role']),
  account: z.string(),
  arn: z.string(),
});

export type WhoamiAnswer = z.infer<typeof whoamiAnswer>;

export const whoami = route({
  id: 'whoami',
  method: 'GET',
  path: '/whoami',
  summary: 'Tell the caller who they are to Sentinel',
  query: z.strictObject({}),
  answer: whoamiAnswer,
  errors: [],
  admission: false,
});

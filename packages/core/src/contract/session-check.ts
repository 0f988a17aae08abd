import * as z from 'zod/mini';
import { text, time } from './fields.ts';
import { lazily } from './lazily.ts';
import { route } from './route.ts';

export const sessionCheckAnswer = lazily(() =>
  z.object({
    alive: z
      .literal(true)
      .check(z.describe('the session behind the key is active and nobody is blocked')),
    session_id: text('the session'),
    subject: text('whose it is'),
    person: text('the person behind the subject'),
    profile: text('name of the profile'),
    role_arn: text('role that was assumed'),
    account: text('account of the role'),
    via: text('by what right'),
    source_identity: text('the SourceIdentity that CloudTrail shows'),
    expires_at: time('from when on the key is of no use'),
  }),
);

export type SessionCheckAnswer = z.infer<ReturnType<typeof sessionCheckAnswer>>;

export const sessionCheck = route({
  id: 'session-check',
  method: 'GET',
  path: '/sessions/check',
  summary: 'Tell a service whether the session behind an access key is alive, and whose it is',
  who: 'subjects that `administration.check` names',
  query: lazily(() =>
    z.strictObject({
      access_key_id: z
        .string()
        .check(z.regex(/^ASIA[A-Z0-9]{12,124}$/), z.describe('id of a temporary access key')),
    }),
  ),
  answer: sessionCheckAnswer,
  errors: ['FORBIDDEN', 'SESSION_REVOKED', 'CONFLICT'],
  admission: true,
});

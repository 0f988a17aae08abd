import * as z from 'zod/mini';
import { nothing, text } from './fields.ts';
import { lazily } from './lazily.ts';
import { route } from './route.ts';

export const whoamiAnswer = lazily(() =>
  z.object({
    subject: text('the one name of the caller in policy, sessions and records'),
    person: text('whose subject it is: a key of `people` in the directory, or the subject itself'),
    groups: z
      .array(z.string())
      .check(z.describe('of the groups that documents name, those that the caller is in')),
    derived: text('how the subject was derived, in words'),
    kind: z
      .enum(['person', 'user', 'role'])
      .check(z.describe('session name of a trusted role, IAM user, or any other assumed role')),
    account: text('account of the signing credentials'),
    arn: text('ARN of the signer'),
  }),
);

export type WhoamiAnswer = z.infer<ReturnType<typeof whoamiAnswer>>;

export const whoami = route({
  id: 'whoami',
  method: 'GET',
  path: '/whoami',
  summary: 'Tell the caller who they are to Sentinel',
  who: 'every caller with an identity, also one who is blocked',
  query: nothing,
  answer: whoamiAnswer,
  errors: [],
  admission: false,
});

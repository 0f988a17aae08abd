import { type Refusal, reasons } from '@sentinel/core/reasons';
import type * as z from 'zod/mini';

/** What a member must be, in words; the schemas say the same in `contract/fields.ts`. */
const sentences: Readonly<Record<string, string>> = {
  session_id: '16 lower-case hex characters',
  justification: '10 to 500 characters',
  ticket: '1 to 64 of `A-Z a-z 0-9 _ . : / = + @ -`',
  scope: 'the name of a scope',
  device_id: '1 to 128 of `A-Z a-z 0-9 _ . : -`',
  limit: 'a whole number from 1 to 100',
  status: '`active`, `ended`, `revoked` or `expired`',
  profile: 'the name of a profile',
  view: '`mine` or `all`',
  page_token: 'the `next_page_token` of the page before',
  subject: 'a subject, as `whoami` tells it',
  access_key_id: 'the id of a temporary access key, `ASIA...`',
};

/** The refusal of members that a route's schema does not take; a malformed id in the path does not exist. */
export function refuseInput(part: 'params' | 'query' | 'body', error?: z.core.$ZodError): Refusal {
  if (part === 'params') return reasons.noSuchThing();
  const issue = error?.issues[0];
  if (issue === undefined) return reasons.invalidRequest(`this route takes no ${part}`);
  if (issue.code === 'unrecognized_keys') {
    return reasons.invalidRequest(`this route knows no member ${quote(issue.keys)}`);
  }
  const name = issue.path.map(String).join('.');
  if (name === '') return reasons.invalidRequest('the body is an object');
  return reasons.invalidRequest(`\`${name}\` is ${sentences[name] ?? 'not as the route takes it'}`);
}

function quote(keys: readonly string[]): string {
  return keys.map((key) => `\`${key.slice(0, 40)}\``).join(', ');
}

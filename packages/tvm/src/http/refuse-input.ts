import { type Refusal, reasons } from '@sentinel/core/reasons';
import type * as z from 'zod/mini';

/** What a member must be, in words, where its schema is a pattern; the schemas say the same in `contract/`. */
const sentences: Readonly<Record<string, string>> = {
  session_id: '16 lower-case hex characters',
  justification: 'words of the length that the route asks for, spaces at their ends not counted',
  reason: 'words, 3 to 500 characters, spaces at their ends not counted',
  ticket: '1 to 64 of `A-Z a-z 0-9 _ . : / = + @ -`',
  scope: 'the name of a scope',
  device_id: '1 to 128 of `A-Z a-z 0-9 _ . : -`',
  limit: 'a whole number from 1 to 100',
  profile: 'the name of a profile',
  profiles: 'a list of one to five names of profiles',
  reason_code: 'a reason code of the profile',
  not_before: 'a moment such as `2026-01-25T14:30:00Z`',
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
  const name = String(issue.path[0] ?? '');
  if (name === '') return reasons.invalidRequest('the body is an object');
  const bound = boundOf(issue) ?? sentences[name] ?? 'not as the route takes it';
  return reasons.invalidRequest(`\`${name}\` is ${bound}`);
}

/** What the schema says of the bound that was passed. */
function boundOf(issue: z.core.$ZodIssue): string | undefined {
  switch (issue.code) {
    case 'invalid_value':
      return `one of ${quote(issue.values.map(String))}`;
    case 'too_big':
      return sized('at most', issue.maximum, issue.origin);
    case 'too_small':
      return sized('at least', issue.minimum, issue.origin);
    case 'invalid_type':
      return issue.expected === 'int' || issue.expected === 'number' ? 'a whole number' : undefined;
    default:
      return undefined;
  }
}

function sized(bound: 'at most' | 'at least', size: number | bigint, origin: string): string {
  if (origin === 'string') return `${bound} ${size} characters long`;
  return origin === 'array' ? `a list of ${bound} ${size}` : `${bound} ${size}`;
}

function quote(keys: readonly string[]): string {
  return keys.map((key) => `\`${key.slice(0, 40)}\``).join(', ');
}

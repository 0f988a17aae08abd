import type { DecisionRecord } from './record.ts';

/** What a line carries beside the record: its place in the chain. */
export type ChainField = 'writer' | 'seq' | 'prev' | 'hash';

/** What each field of a line says, for the reference. */
export const recordMeanings: Readonly<Record<keyof DecisionRecord | ChainField, string>> = {
  time: 'when the request was taken up: UTC, milliseconds',
  event: 'id of the route; `unknown` where none was found',
  outcome:
    '`allow`, `deny`, `error` (the server or AWS failed), or `withdrawn` (credentials existed and were not handed out)',
  code: '`OK`, or the code of the refusal; for a profile that the caller must not know of, what was really wrong',
  request_id: 'id of the request, as the caller was told',
  lambda_request_id: "id of the function's invocation",
  session_id: 'the session',
  subject: 'the canonical subject of the caller',
  person: 'the person behind the subject',
  about:
    'whom it is about: who asked, who broke the glass, whose session it is, who is blocked or explained; `null` where it is about a profile, or about the caller and nothing that lasts',
  caller_arn: 'ARN of the signer, as the authorizer reports it',
  account: 'account of the signing credentials',
  source_ip: 'address that the request came from',
  user_agent: 'what the client calls itself',
  profile: 'the profile asked for',
  role_arn: "the role of the profile's document",
  rule: 'name of the rule that decided',
  rule_index: 'its position in its document, from 0',
  reason: "the rule's `reason`: the policy's text",
  via: 'by what right: `direct`, `approved`, `auto` (policy approved by itself) or `breakglass`',
  grant_id: 'the request or grant, break-glass event or revocation that it is about',
  approvers: 'who answers for it; empty for `direct`',
  justification:
    "why, by the caller of this very route: the words of who asks, approves, denies, takes back, closes, reviews or revokes; another's, such as the requester's, stand in that one's own record with the same `grant_id`",
  ticket: 'the ticket of the vend, the request or the break-glass',
  reason_code:
    'of the break-glass, in the records of its own routes; of a vend under it, found by `grant_id`',
  verdict: 'what its reviewer says of a break-glass: `justified` or `unjustified`',
  scope: 'the scope that the caller named',
  duration_seconds:
    'what STS is asked for, 900 to 3600; or how long a grant, a break-glass, its extension or a block is asked to last',
  expires_at:
    'until when: from then on credentials are of no use, a pending request or a grant has expired, a break-glass (of several, the first) or a block is over; of what was ended before its time, when it was',
  source_identity: 'what CloudTrail shows as `sourceIdentity`',
  role_session_name: 'the RoleSessionName',
  access_key_id: 'id of the vended key; no secret',
  policies: 'documents that took part: parameter, version, SHA-256 in lower-case hex',
  device: 'what the device called itself; it proves nothing',
  latency_ms:
    'milliseconds by phase (`directory`, `admission`, `policy`, `session`, `sts`, `commit`) and `total`',
  writer: 'id of the writer: one instance of the function',
  seq: "place in the writer's chain, from 0",
  prev: "`hash` of the writer's line before; 64 zeros in its first",
  hash: 'SHA-256, lower-case hex, of this line up to and including `prev` with `}` after it',
};

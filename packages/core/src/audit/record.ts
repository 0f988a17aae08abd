import type { Verdict } from '../break-glass/event.ts';
import type { Via } from '../entitlement.ts';
import type { Source } from '../policy/source.ts';
import type { Code } from '../reasons.ts';

/** `withdrawn`: credentials existed and were not handed out. */
export type OutcomeName = 'allow' | 'deny' | 'error' | 'withdrawn';

/**
 * One decision, as it is recorded: every field always present, `null` where there is nothing to say.
 * The order of members here is the order in the line.
 */
export type DecisionRecord = {
  readonly time: string;
  /** Id of the route. */
  readonly event: string;
  readonly outcome: OutcomeName;
  readonly code: Code | 'OK';
  readonly request_id: string;
  readonly lambda_request_id: string | null;
  readonly session_id: string | null;
  readonly subject: string | null;
  readonly person: string | null;
  /** Whose request, break-glass or session it is about, or whom it blocks. */
  readonly about: string | null;
  readonly caller_arn: string | null;
  readonly account: string | null;
  readonly source_ip: string | null;
  readonly user_agent: string | null;
  readonly profile: string | null;
  readonly role_arn: string | null;
  readonly rule: string | null;
  readonly rule_index: number | null;
  /** The policy's text, not the caller's. */
  readonly reason: string | null;
  readonly via: Via | null;
  readonly grant_id: string | null;
  readonly approvers: readonly string[] | null;
  /** The caller's text: why they ask, approve, deny, close, review, revoke. */
  readonly justification: string | null;
  /** Of the vend, request or break-glass. */
  readonly ticket: string | null;
  /** Of the break-glass. */
  readonly reason_code: string | null;
  readonly verdict: Verdict | null;
  readonly scope: string | null;
  readonly duration_seconds: number | null;
  readonly expires_at: string | null;
  readonly source_identity: string | null;
  readonly role_session_name: string | null;
  readonly access_key_id: string | null;
  readonly policies: readonly Source[] | null;
  /** What the caller claims; it proves nothing. */
  readonly device: { readonly id: string } | null;
  /** Milliseconds by phase. */
  readonly latency_ms: Readonly<Record<string, number>>;
};

/** Nothing known yet: every field in its order. A record spread over it keeps that order. */
export const blankRecord: DecisionRecord = {
  time: '',
  event: '',
  outcome: 'error',
  code: 'INTERNAL',
  request_id: '',
  lambda_request_id: null,
  session_id: null,
  subject: null,
  person: null,
  about: null,
  caller_arn: null,
  account: null,
  source_ip: null,
  user_agent: null,
  profile: null,
  role_arn: null,
  rule: null,
  rule_index: null,
  reason: null,
  via: null,
  grant_id: null,
  approvers: null,
  justification: null,
  ticket: null,
  reason_code: null,
  verdict: null,
  scope: null,
  duration_seconds: null,
  expires_at: null,
  source_identity: null,
  role_session_name: null,
  access_key_id: null,
  policies: null,
  device: null,
  latency_ms: {},
};

import type { Ask } from './asks.ts';
import type { Principal } from './principals.ts';

/** Keys of the call and of whoever makes it. The simulator drops what AWS does not list for the action. */
export function contextOf(ask: Ask, principal: Principal): Record<string, string | string[]> {
  const own = Object.fromEntries(
    Object.entries(ask.context).map(([key, value]) => [
      key,
      typeof value === 'string' ? value : [...value],
    ]),
  );
  const common = { 'aws:CurrentTime': '2026-01-25T14:30:00Z', 'aws:SecureTransport': 'true' };
  if (principal.kind === 'service') {
    return {
      ...common,
      ...own,
      'aws:PrincipalIsAWSService': 'true',
      'aws:PrincipalServiceName': principal.service,
    };
  }
  return {
    ...common,
    ...own,
    'aws:PrincipalArn': principal.arn,
    'aws:PrincipalAccount': principal.account,
    'aws:PrincipalIsAWSService': 'false',
    ...(principal.kind === 'session' && { 'aws:TokenIssueTime': '2026-01-25T14:00:00Z' }),
    ...(principal.sourceIdentity !== undefined && {
      'aws:SourceIdentity': principal.sourceIdentity,
    }),
    ...principal.carried,
  };
}

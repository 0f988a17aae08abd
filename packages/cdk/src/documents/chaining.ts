import type { PolicyDocument } from './policy-document.ts';

/**
 * Which roles the sessions of a protected role may assume, whatever else its policies allow: a Deny of what was revoked
 * does not follow a session into roles that do not carry it. The SourceIdentity goes with it, and has to be allowed.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_temp_control-access_monitor.html
 */
export function chaining(mayChainTo: readonly string[]): PolicyDocument {
  const deny = { Effect: 'Deny', Action: ['sts:AssumeRole', 'sts:AssumeRoot'] } as const;
  if (mayChainTo.length === 0) {
    return { Version: '2012-10-17', Statement: [{ Sid: 'NoChaining', ...deny, Resource: ['*'] }] };
  }
  return {
    Version: '2012-10-17',
    Statement: [
      { Sid: 'NoOtherChaining', ...deny, NotResource: mayChainTo },
      {
        Sid: 'Chaining',
        Effect: 'Allow',
        Action: ['sts:AssumeRole', 'sts:SetSourceIdentity'],
        Resource: mayChainTo,
      },
    ],
  };
}

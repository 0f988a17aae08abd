import type { PolicyDocument } from './policy-document.ts';

/**
 * What the revocation policy says until the revoker writes it: a policy needs a statement, and no SourceIdentity holds
 * a colon, so this one denies nobody.
 */
export const nothingRevoked = {
  Version: '2012-10-17',
  Statement: [
    {
      Effect: 'Deny',
      Action: '*',
      Resource: '*',
      Condition: { StringEquals: { 'aws:SourceIdentity': ['sentinel:nobody'] } },
    },
  ],
} as const;

/** What `SentinelRevoker` may do in its account: write versions of one policy. */
export function accountRevokerRights(policyArn: string): PolicyDocument {
  return {
    Version: '2012-10-17',
    Statement: [
      {
        Sid: 'Revocations',
        Effect: 'Allow',
        Action: [
          'iam:CreatePolicyVersion',
          'iam:DeletePolicyVersion',
          'iam:GetPolicyVersion',
          'iam:ListPolicyVersions',
        ],
        Resource: [policyArn],
      },
    ],
  };
}

/** One caller's one name in policy, groups, approval, quota, revocation, sessions and audit. */
export type SubjectId = string & { readonly __brand: 'SubjectId' };

/** Who a subject is, where people are told apart: a key of the directory's `people`, or the subject. */
export type PersonId = string & { readonly __brand: 'PersonId' };

/**
 * The signer of a request, as API Gateway's IAM authorizer reports it
 * (`requestContext.authorizer.iam`, payload format 2.0).
 */
export type SignedCaller = {
  /** Account of the signing credentials. */
  readonly accountId: string;
  readonly userArn: string;
  /** `AIDA...`, `AROA...:session-name`, or the account id for root. */
  readonly userId: string;
  readonly accessKey: string;
};

export type CallerKind = 'person' | 'user' | 'role';

/** A caller whose identity is established. */
export type Caller = {
  readonly subject: SubjectId;
  readonly person: PersonId;
  /** `person`: session name of a trusted role; `user`: IAM user; `role`: any other assumed role. */
  readonly kind: CallerKind;
  readonly accountId: string;
  readonly arn: string;
  /** IAM's unique id of the principal, with the session name for roles. */
  readonly principalId: string;
  /** Groups that the trusted entry carries; the others come from group documents. */
  readonly carriedGroups: readonly string[];
};

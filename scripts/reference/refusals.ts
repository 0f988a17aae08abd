import { type Code, type Refusal, reasons } from '@sentinel/core/reasons';
import { maxBodyBytes } from '@sentinel/tvm/http/read-body';

const profile = 'PROFILE';
const reason = "the rule's reason";

/** Each reason, called with what stands for its arguments. */
const samples: Readonly<Record<keyof typeof reasons, readonly Refusal[]>> = {
  missingProfile: [reasons.missingProfile()],
  invalidProfile: [reasons.invalidProfile()],
  invalidDuration: [reasons.invalidDuration()],
  invalidRequest: [reasons.invalidRequest('_which member is wrong, and what it takes_')],
  unknownScope: [reasons.unknownScope([]), reasons.unknownScope(['SCOPE'])],
  scopeNotTaken: [reasons.scopeNotTaken()],
  invalidIdempotencyKey: [reasons.invalidIdempotencyKey()],
  invalidIdentity: [reasons.invalidIdentity('_why the caller is not admitted_')],
  untrustedSsoRole: [reasons.untrustedSsoRole('ROLE')],
  iamAuthRequired: [reasons.iamAuthRequired()],
  unavailableProfile: [reasons.unavailableProfile({ code: 'POLICY_DENY' })],
  policyDenied: [reasons.policyDenied(profile, {}), reasons.policyDenied(profile, { reason })],
  approvalRequired: [
    reasons.approvalRequired(profile, {}),
    reasons.approvalRequired(profile, { reason }),
  ],
  approvalNotNeeded: [reasons.approvalNotNeeded(profile)],
  grantTooLong: [reasons.grantTooLong(profile, 14400)],
  tooManyPending: [reasons.tooManyPending(profile)],
  tooManyRequests: [reasons.tooManyRequests(profile, 3600)],
  noSuchRequest: [reasons.noSuchRequest()],
  spentMeanwhile: [reasons.spentMeanwhile(profile)],
  subjectBlocked: [reasons.subjectBlocked('you'), reasons.subjectBlocked('profile')],
  sessionRevoked: [reasons.sessionRevoked()],
  sessionConflict: [reasons.sessionConflict('_why_')],
  noSuchSession: [reasons.noSuchSession()],
  conflict: [reasons.conflict('_what stands against it_')],
  forbidden: [reasons.forbidden('_who may_')],
  noSuchEvent: [reasons.noSuchEvent()],
  notEligible: [reasons.notEligible(profile)],
  glassNotNeeded: [reasons.glassNotNeeded(profile)],
  glassIsBroken: [reasons.glassIsBroken(profile, 'ID')],
  eventConflict: [reasons.eventConflict('ID', '_is what it is_')],
  unknownReasonCode: [reasons.unknownReasonCode(profile, ['CODE'])],
  cooldown: [reasons.cooldown(profile, 600)],
  glassQuota: [reasons.glassQuota('_what is used up_', 3600)],
  reviewOverdue: [reasons.reviewOverdue('ID')],
  tooManyBlocks: [reasons.tooManyBlocks('alice@example.com', 100)],
  noSuchRevocation: [reasons.noSuchRevocation()],
  noSuchThing: [reasons.noSuchThing()],
  noSuchRoute: [reasons.noSuchRoute()],
  methodNotAllowed: [reasons.methodNotAllowed(['METHOD'])],
  tooLarge: [reasons.tooLarge(maxBodyBytes)],
  unsupportedMediaType: [reasons.unsupportedMediaType()],
  rateLimited: [reasons.rateLimited(60, 12)],
  policyError: [reasons.policyError('')],
  configError: [reasons.configError('')],
  credentialError: [reasons.credentialError('')],
  unavailable: [reasons.unavailable('')],
  internal: [reasons.internal('')],
};

/** The sentences that come with a code; none for one that nothing gives yet. */
export function refusalsOf(wanted: Code): readonly Refusal[] {
  return Object.values(samples)
    .flat()
    .filter(({ code }) => code === wanted);
}

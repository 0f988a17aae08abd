/** By what right credentials are vended; stamped into the SourceIdentity. */
export type Via = 'direct' | 'approved' | 'auto' | 'breakglass';

/** All that vending knows of grants. */
export type Entitlement = {
  readonly via: Via;
  /** Id of the grant or break-glass event; `direct` has none. */
  readonly id?: string;
  /** Milliseconds since the epoch; use of the credentials ends here at the latest. */
  readonly notAfterMs?: number;
  /** Who answers for it, as the record lists them. */
  readonly approvers: readonly string[];
};

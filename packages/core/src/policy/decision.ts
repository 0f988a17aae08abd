/** Which rule of which document. */
export type RuleRef = {
  readonly document: 'baseline' | 'profile';
  /** Position in its document, from 0. */
  readonly index: number;
  readonly name: string;
};

/** What narrows a session: managed policies or an inline one, never both. */
export type SessionPolicy =
  | { readonly arns: readonly string[] }
  | { readonly inline: Readonly<Record<string, unknown>> };

/**
 * What policy says, as data. `none`: no rule matched, which is a denial.
 * `error`: a fact was missing or a condition threw; nothing may be vended.
 */
export type Decision =
  | {
      readonly effect: 'allow' | 'require_approval';
      readonly rule: RuleRef;
      readonly reason?: string;
      /** The rule's own cap, if it has one. */
      readonly maxDurationSeconds?: number;
      readonly sessionPolicy?: SessionPolicy;
    }
  | { readonly effect: 'deny'; readonly rule: RuleRef; readonly reason?: string }
  | { readonly effect: 'none' }
  | { readonly effect: 'error'; readonly detail: string };

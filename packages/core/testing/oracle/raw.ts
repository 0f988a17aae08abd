/**
 * Documents as YAML gives them: plain objects with the spelling of their authors. The oracle knows no other form, so
 * that it shares neither parser nor types with what it checks.
 */

export type RawSubjectSet = {
  readonly users?: readonly string[];
  readonly groups?: readonly string[];
};

export type RawTime = {
  readonly days?: readonly string[];
  /** `HH:MM` in `timezone`, the end exclusive. */
  readonly hours?: { readonly start: string; readonly end: string };
  readonly timezone: string;
};

export type RawDates = {
  /** `YYYY-MM-DD`, both ends inclusive. */
  readonly from?: string;
  readonly until?: string;
  readonly timezone?: string;
};

export type RawConditions = RawSubjectSet & {
  readonly profiles?: readonly string[];
  readonly time?: RawTime;
  readonly dates?: RawDates;
  readonly mode?: readonly string[];
  readonly justification?: { readonly required: true; readonly tickets?: readonly string[] };
  readonly any?: true;
  readonly not?: RawConditions;
};

export type RawEffect = 'allow' | 'deny' | 'require_approval' | RawAlias;

/** Effects of the original, which mean `allow` here. */
export type RawAlias = 'require_server' | 'require_server_session';

export type RawRule = {
  readonly name: string;
  readonly effect: RawEffect;
  readonly conditions: RawConditions;
  readonly reason?: string;
  readonly break_glass?: boolean;
  readonly max_duration?: string | number;
  readonly session_policy_arns?: readonly string[];
};

export type RawApproval = { readonly approvers: RawSubjectSet; readonly count?: number };

export type RawBreakGlass = {
  readonly eligible: RawSubjectSet;
  readonly reason_codes: readonly string[];
};

export type RawProfile = {
  readonly version: '1';
  readonly profile: {
    readonly role_arn: string;
    readonly description?: string;
    readonly region?: string;
    readonly max_duration?: string | number;
  };
  readonly rules: readonly RawRule[];
  readonly approval?: RawApproval;
  readonly break_glass?: RawBreakGlass;
};

export type RawBaseline = {
  readonly version: '1';
  readonly rules: readonly RawRule[];
  readonly defaults?: {
    readonly approval?: RawApproval;
    readonly break_glass?: RawBreakGlass;
    readonly max_duration?: string | number;
  };
};

/** What stands for one profile: its document, and the baseline before it if there is one. */
export type RawPolicy = { readonly document: RawProfile; readonly baseline?: RawBaseline };

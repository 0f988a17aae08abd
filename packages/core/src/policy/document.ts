import type { Conditions } from './conditions/index.ts';
import type { SessionPolicy } from './decision.ts';

/** Who may do something: one entry suffices. Subjects and groups as documents write them, lower case. */
export type SubjectSet = {
  readonly users?: readonly string[];
  readonly groups?: readonly string[];
};

export type Effect = 'allow' | 'deny' | 'require_approval';

/** One rule; the first whose conditions hold decides. */
export type Rule = {
  readonly name: string;
  readonly effect: Effect;
  readonly conditions: Conditions;
  readonly reason?: string;
  readonly maxDurationSeconds?: number;
  readonly sessionPolicy?: SessionPolicy;
  /** On deny rules: an opened break-glass passes it. */
  readonly breakGlass?: boolean;
};

/** A quota's window: so many within so many seconds. */
export type Quota = { readonly count: number; readonly withinSeconds: number };

export type Approval = {
  readonly approvers: SubjectSet;
  readonly count: number;
  readonly requestTtlSeconds: number;
  readonly maxGrantSeconds: number;
  readonly maxUses?: number;
  readonly autoApprove?: { readonly conditions: Conditions; readonly maxDurationSeconds: number };
};

export type BreakGlass = {
  readonly eligible: SubjectSet;
  readonly reasonCodes: readonly string[];
  readonly maxDurationSeconds: number;
  readonly cooldownSeconds?: number;
  readonly quota?: { readonly perUser?: Quota; readonly total?: Quota };
  readonly review: {
    readonly required: boolean;
    readonly withinSeconds: number;
    readonly reviewers?: SubjectSet;
  };
};

/** A profile's policy document as evaluated: parsed, checked in full, defaults filled in. */
export type ProfileDocument = {
  readonly profile: {
    readonly roleArn: string;
    readonly description?: string;
    readonly region?: string;
    /** 900..3600; absent where the document leaves it to the baseline or the default of one hour. */
    readonly maxDurationSeconds?: number;
    readonly sessionName: 'per_user' | 'per_vend';
  };
  readonly rules: readonly Rule[];
  readonly approval?: Approval;
  readonly breakGlass?: BreakGlass;
  readonly notify?: readonly string[];
  readonly scopes: ReadonlyMap<string, SessionPolicy>;
};

/** Rules that stand before every profile's, and sections for profiles that have none. */
export type Baseline = {
  /** Deny only. */
  readonly rules: readonly Rule[];
  readonly defaults: {
    readonly approval?: Approval;
    readonly breakGlass?: BreakGlass;
    readonly notify?: readonly string[];
    readonly maxDurationSeconds?: number;
  };
};

/** What a decision is made from: one profile's document under the baseline. */
export type PolicySet = { readonly profile: ProfileDocument; readonly baseline?: Baseline };

/** A role whose session name is a person's name. */
export type TrustedSessionName = {
  readonly account: string;
  /** Lower case. */
  readonly role: string;
  /** `AROA...`; where given, the role's unique id must be this. */
  readonly roleId?: string;
  readonly groups: readonly string[];
};

/** Who is who, and who may administer. */
export type Directory = {
  readonly identity: {
    readonly domain?: string;
    readonly trustedSessionNames: readonly TrustedSessionName[];
    /** Person of each subject that stands in an entry of `people`, the person's own key included. */
    readonly personOf: ReadonlyMap<string, string>;
  };
  readonly administration: {
    readonly revoke?: SubjectSet;
    readonly audit?: SubjectSet;
    readonly robots?: SubjectSet;
    readonly check?: SubjectSet;
  };
  /** Calls a minute; the first limit whose globs match the subject, else `perMinute`. */
  readonly rate: {
    readonly perMinute: number;
    readonly limits: readonly { readonly users: readonly string[]; readonly perMinute: number }[];
  };
};

/** Members of one group, as subjects. */
export type Group = { readonly members: ReadonlySet<string> };

/** A payload of ours, or what shows itself in Slack and Teams. */
export type ChannelFormat = 'json' | 'chat';

/** Where people are told of changes. Address and key of a webhook are secret. */
export type Channel =
  | { readonly type: 'sns'; readonly topicArn: string; readonly format: ChannelFormat }
  | {
      readonly type: 'webhook';
      readonly url: string;
      /** Signs what it is sent. */
      readonly key: string;
      readonly format: ChannelFormat;
    };

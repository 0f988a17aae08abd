import type { Ledger } from './audit/ledger.ts';
import type { Story } from './audit/recorded.ts';
import type { SignedCaller } from './identity/subject.ts';
import type { Library } from './policy/library.ts';
import type { PageTokens, Ports, Sha256 } from './ports.ts';

/** What an operator decides once. */
export type Settings = {
  /** The TVM's own account: 12 digits. */
  readonly accountId: string;
  readonly partition: string;
  /** Accounts whose principals may call. */
  readonly callerAccounts: ReadonlySet<string>;
  /** Where policy documents lie, such as `/sentinel/policies`. */
  readonly policyRoot: string;
  /** How long a session may be continued. */
  readonly sessionSeconds: number;
  /** How many vends a session may have. */
  readonly sessionVends: number;
  /** Of the server. */
  readonly version: string;
};

/** Everything that the routes need from outside: documents and lines go through what reads and chains them. */
export type World = Omit<Ports, 'policies' | 'trail'> & {
  readonly library: Library;
  readonly pageTokens: PageTokens;
  readonly ledger: Ledger;
  readonly sha256: Sha256;
  readonly settings: Settings;
};

/** One request, as far as the rim has read it. */
export type Call = {
  /** 16 lower-case hex characters of our own. */
  readonly requestId: string;
  readonly signer: SignedCaller;
  readonly sourceIp: string;
  readonly userAgent: string;
  /** Of a creating or changing route, where the client sent one: 1..128 visible characters. */
  readonly idempotencyKey?: string;
  readonly story: Story;
};

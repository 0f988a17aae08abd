import type { Baseline, Directory, Group, ProfileDocument } from './document.ts';
import type { Source } from './source.ts';

/** What is known of one document. A store that cannot be read is an exception, not a state. */
export type Loaded<T> =
  | { readonly state: 'loaded'; readonly document: T; readonly source: Source }
  | { readonly state: 'missing' }
  | { readonly state: 'broken'; readonly detail: string; readonly source?: Source };

/**
 * Parsed documents, each cached for the policy cache life and never used past it.
 * Every call throws `SentinelError` DEPENDENCY_UNAVAILABLE if the store cannot be read.
 */
export type Library = {
  directory(): Promise<Loaded<Directory>>;
  baseline(): Promise<Loaded<Baseline>>;
  profile(name: string): Promise<Loaded<ProfileDocument>>;
  group(name: string): Promise<Loaded<Group>>;
  /** Every profile under the root, by name; broken ones too. */
  profiles(): Promise<ReadonlyMap<string, Loaded<ProfileDocument>>>;
};

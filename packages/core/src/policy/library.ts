import type { Clock, Policies, Sha256 } from '../ports.ts';
import type { Baseline, Directory, Group, ProfileDocument } from './document.ts';
import { isGroupName, isProfileName } from './names.ts';
import { parseBaseline, parseDirectory, parseGroup, parseProfile } from './parse.ts';
import { createProfileList } from './profile-list.ts';
import type { Partition } from './schema/arns.ts';
import { createShelf, type DocumentNote } from './shelf.ts';
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

export type LibraryParts = {
  readonly policies: Policies;
  readonly clock: Clock;
  readonly sha256: Sha256;
  /** How long a document, or that there is none, may be used after it was read; 30 if left out. */
  readonly cacheSeconds?: number;
  /** Partition of the accounts; `aws` if left out. */
  readonly partition?: Partition;
  /** Told what operators must know of, for log and metric: once a load. */
  readonly onNote?: (note: DocumentNote) => void;
};

/** The name on its shelf of what there is but one of. */
const only = '';

/**
 * A library over a store. A document is read once for all who wait for it; one that does not parse is `broken`
 * for the cache life as well. Names that can be no profile's or group's never reach the store.
 */
export function createLibrary(parts: LibraryParts): Library {
  const { policies, clock, sha256, cacheSeconds = 30, onNote = () => {} } = parts;
  const options = { partition: parts.partition ?? 'aws' };
  const lifeMs = cacheSeconds * 1000;
  const shelfParts = { clock, sha256, lifeMs, onNote };

  const directory = createShelf(
    () => policies.read({ kind: 'directory' }),
    parseDirectory,
    shelfParts,
  );
  const baseline = createShelf(
    () => policies.read({ kind: 'baseline' }),
    parseBaseline,
    shelfParts,
  );
  const group = createShelf(
    (name) => policies.read({ kind: 'group', name }),
    parseGroup,
    shelfParts,
  );
  const profile = createShelf(
    (name) => policies.read({ kind: 'profile', name }),
    (text) => parseProfile(text, options),
    shelfParts,
  );
  const list = createProfileList(profile, policies, { clock, lifeMs });

  return {
    directory: () => directory.get(only),
    baseline: () => baseline.get(only),
    profile: async (name) => (isProfileName(name) ? profile.get(name) : { state: 'missing' }),
    group: async (name) => (isGroupName(name) ? group.get(name) : { state: 'missing' }),
    profiles: list,
  };
}

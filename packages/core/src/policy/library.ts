import type { Clock, Policies, Sha256 } from '../ports.ts';
import type { Baseline, Directory, Group, ProfileDocument } from './document.ts';
import { isGroupName, isProfileName } from './names.ts';
import { createProfileList } from './profile-list.ts';
import type { Partition } from './schema/arns.ts';
import { createShelf, type DocumentNote } from './shelf.ts';
import type { Source } from './source.ts';

/** What is known of one document. A store that cannot be read is an exception, not a state. */
export type Loaded<T> =
  | { readonly state: 'loaded'; readonly document: T; readonly source: Source }
  | { readonly state: 'missing' }
  | { readonly state: 'broken'; readonly detail: string; readonly source: Source };

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
  const { clock, sha256, cacheSeconds = 30, onNote = () => {} } = parts;
  const policies = loadingParser(parts.policies);
  const options = { partition: parts.partition ?? 'aws' };
  const lifeMs = cacheSeconds * 1000;
  const shelfParts = { clock, sha256, lifeMs, onNote };

  const directory = createShelf(
    () => policies.read({ kind: 'directory' }),
    async (text) => (await parser()).parseDirectory(text),
    shelfParts,
  );
  const baseline = createShelf(
    () => policies.read({ kind: 'baseline' }),
    async (text) => (await parser()).parseBaseline(text),
    shelfParts,
  );
  const group = createShelf(
    (name) => policies.read({ kind: 'group', name }),
    async (text) => (await parser()).parseGroup(text),
    shelfParts,
  );
  const profile = createShelf(
    (name) => policies.read({ kind: 'profile', name }),
    async (text) => (await parser()).parseProfile(text, options),
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

/** The parser, with yaml and the schemas of documents, is loaded with the first read: see ADR 0009. */
const parser = () => import('./parse.ts');

/** A store whose reads load the parser while the store answers. Where that fails, parsing tells. */
function loadingParser(policies: Policies): Policies {
  const load = () => parser().catch(() => undefined);
  return {
    read: (ref) => {
      void load();
      return policies.read(ref);
    },
    profiles: () => {
      void load();
      return policies.profiles();
    },
  };
}

import { SentinelError } from '../errors.ts';
import { hex } from '../hex.ts';
import type { Clock, Sha256, StoredDocument } from '../ports.ts';
import type { Loaded } from './library.ts';
import type { Parsed } from './parse.ts';

/** What operators must know of. */
export type DocumentNote = {
  readonly kind: 'PolicyBroken' | 'PolicyVersionWentBack';
  /** Full name of the parameter. */
  readonly parameter: string;
  readonly detail: string;
};

export type ShelfParts = {
  readonly clock: Clock;
  readonly sha256: Sha256;
  /** How long what was read may be used, in milliseconds, from before the read began. */
  readonly lifeMs: number;
  readonly onNote: (note: DocumentNote) => void;
};

/** The documents of one kind, by name. */
export type Shelf<T> = {
  /** What is held and fresh, or what the store says now; read once for all who wait. */
  get(name: string): Promise<Loaded<T>>;
  /** Parses a document that was read otherwise. */
  judge(name: string, stored: StoredDocument): Promise<Loaded<T>>;
  /** Puts in what was read otherwise, unless what is held is fresh and newer; what holds now. */
  settle(name: string, loaded: Loaded<T>, readAtMs: number): Loaded<T>;
};

type Held<T> = { readonly loaded: Loaded<T>; readonly readAtMs: number };

/** Names that are known to be unknown; the oldest is forgotten first. */
const maxUnknown = 1000;

/** Holds documents for their cache life. Throws DEPENDENCY_UNAVAILABLE where `read` fails. */
export function createShelf<T>(
  read: (name: string) => Promise<StoredDocument | undefined>,
  parse: (text: string) => Promise<Parsed<T>>,
  { clock, sha256, lifeMs, onNote }: ShelfParts,
): Shelf<T> {
  const held = new Map<string, Held<T>>();
  const unknown = new Map<string, number>();
  const versions = new Map<string, number>();
  const flights = new Map<string, Promise<Loaded<T>>>();

  return { get, judge, settle };

  function get(name: string): Promise<Loaded<T>> {
    const fresh = freshly(name);
    if (fresh !== undefined) return Promise.resolve(fresh.loaded);
    if (isFresh(unknown.get(name))) return Promise.resolve({ state: 'missing' });

    const flight = flights.get(name) ?? fetch(name).finally(() => flights.delete(name));
    flights.set(name, flight);
    return flight;
  }

  async function fetch(name: string): Promise<Loaded<T>> {
    const readAtMs = clock.nowMs();
    const stored = await reading(() => read(name));
    if (stored === undefined) return settle(name, { state: 'missing' }, readAtMs);
    return settle(name, await judge(name, stored), readAtMs);
  }

  async function judge(name: string, stored: StoredDocument): Promise<Loaded<T>> {
    const { parameter, version, text } = stored;
    const source = { parameter, version, sha256: hex(sha256(text)) };
    const before = held.get(name)?.loaded;
    const isUnchanged = before?.state === 'loaded' && before.source.sha256 === source.sha256;
    if (isUnchanged) return { ...before, source };

    const parsed = await parse(text);
    if (parsed.ok) return { state: 'loaded', document: parsed.document, source };
    const detail = describe(parsed.problems);
    onNote({ kind: 'PolicyBroken', parameter, detail });
    return { state: 'broken', detail, source };
  }

  function settle(name: string, loaded: Loaded<T>, readAtMs: number): Loaded<T> {
    const fresh = freshly(name);
    const version = versionOf(loaded);
    if (fresh && (readAtMs <= fresh.readAtMs || version < versionOf(fresh.loaded))) {
      return fresh.loaded;
    }
    if (loaded.state === 'missing') {
      // Else it would be back where the clock is set back.
      held.delete(name);
      unknown.delete(name);
      forgetOldest();
      unknown.set(name, readAtMs);
      return loaded;
    }
    const seen = versions.get(name) ?? 0;
    if (version < seen) {
      const detail = `version ${version} after version ${seen}`;
      onNote({ kind: 'PolicyVersionWentBack', parameter: loaded.source.parameter, detail });
    }
    versions.set(name, version);
    held.set(name, { loaded, readAtMs });
    return loaded;
  }

  function freshly(name: string): Held<T> | undefined {
    const found = held.get(name);
    return isFresh(found?.readAtMs) ? found : undefined;
  }

  /** A clock that was set back makes nothing fresh. */
  function isFresh(readAtMs: number | undefined): boolean {
    const ageMs = clock.nowMs() - (readAtMs ?? Number.NaN);
    return ageMs >= 0 && ageMs < lifeMs;
  }

  function forgetOldest(): void {
    const [oldest] = unknown.keys();
    if (unknown.size >= maxUnknown && oldest !== undefined) unknown.delete(oldest);
  }
}

/** Runs one read of the store; whatever it throws becomes one failure. */
export async function reading<R>(read: () => Promise<R>): Promise<R> {
  try {
    return await read();
  } catch (cause) {
    if (cause instanceof SentinelError) throw cause;
    throw new SentinelError('DEPENDENCY_UNAVAILABLE', 'read policy document', { cause });
  }
}

/** `missing` counts as newer than any version: it was asked for only where nothing fresh is held. */
function versionOf(loaded: Loaded<unknown>): number {
  return loaded.state === 'missing' ? Number.POSITIVE_INFINITY : loaded.source.version;
}

function describe(problems: Extract<Parsed<unknown>, { ok: false }>['problems']): string {
  const first = problems.slice(0, 1).map(({ line, column, path, message }) => {
    const place = `line ${line}, column ${column}`;
    return `${path === '' ? place : `${place}, ${path}`}: ${message}`;
  });
  const more = problems.length > 1 ? ` (and ${problems.length - 1} more)` : '';
  return `${first.join('')}${more}`;
}

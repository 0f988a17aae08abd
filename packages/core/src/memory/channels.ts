import type { Channels, Message, Messengers } from '../notifier-ports.ts';
import type { StoredDocument } from '../ports.ts';

export type MemoryChannels = Channels & {
  /** Stores a channel's next version. */
  put(name: string, text: string): void;
  remove(name: string): void;
};

/** Channels in a map, named as under the prefix `/sentinel`. */
export function memoryChannels(): MemoryChannels {
  const documents = new Map<string, StoredDocument>();
  return {
    read: async (name) => documents.get(name),
    put: (name, text) => {
      const version = (documents.get(name)?.version ?? 0) + 1;
      documents.set(name, { parameter: `/sentinel/channels/${name}`, version, text });
    },
    remove: (name) => {
      documents.delete(name);
    },
  };
}

/** A message that was taken, and where. */
export type Taken = { readonly to: string; readonly message: Message };

export type MemoryMessengers = Messengers & {
  /** In the order in which they were taken. */
  taken(): readonly Taken[];
};

/** Messengers that keep what they take, by topic or URL. */
export function memoryMessengers(): MemoryMessengers {
  const taken: Taken[] = [];
  return {
    publish: async (to, message) => {
      taken.push({ to, message });
    },
    post: async ({ url: to }, message) => {
      taken.push({ to, message });
    },
    taken: () => [...taken],
  };
}

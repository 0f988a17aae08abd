import type { DocumentRef, Policies, StoredDocument } from '../ports.ts';

export type MemoryPolicies = Policies & {
  /** Stores a document's next version. */
  put(ref: DocumentRef, text: string): void;
  /** A document made anew after this starts at version 1, as in SSM. */
  remove(ref: DocumentRef): void;
};

const profileRoot = '/policies/';

/** Policy documents in a map, named as under the prefix `/sentinel`. */
export function memoryPolicies(prefix = '/sentinel'): MemoryPolicies {
  const documents = new Map<string, StoredDocument>();
  return {
    read: async (ref) => documents.get(prefix + pathOf(ref)),
    profiles: async () =>
      [...documents.values()]
        .filter((document) => document.parameter.startsWith(prefix + profileRoot))
        .map((document) => ({
          name: document.parameter.slice(prefix.length + profileRoot.length),
          document,
        })),
    put: (ref, text) => {
      const parameter = prefix + pathOf(ref);
      const version = (documents.get(parameter)?.version ?? 0) + 1;
      documents.set(parameter, { parameter, version, text });
    },
    remove: (ref) => {
      documents.delete(prefix + pathOf(ref));
    },
  };
}

function pathOf(ref: DocumentRef): string {
  switch (ref.kind) {
    case 'directory':
    case 'baseline':
      return `/${ref.kind}`;
    case 'group':
      return `/groups/${ref.name}`;
    case 'profile':
      return profileRoot + ref.name;
  }
}

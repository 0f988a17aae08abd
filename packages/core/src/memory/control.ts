import type { Control } from '../ports.ts';

export type MemoryControl = Control & {
  /** What a restore of the table does. */
  setNotBefore(notBeforeMs: number): void;
};

/** What holds for the whole table; its page-token key is always the same. */
export function memoryControl(): MemoryControl {
  let notBefore = 0;
  return {
    notBeforeMs: async () => notBefore,
    pageTokenKey: async () => new Uint8Array(32).fill(7),
    setNotBefore: (notBeforeMs) => {
      notBefore = notBeforeMs;
    },
  };
}

/** Values in order of their keys, which are texts. */
export type Sorted<T> = {
  put(key: string, value: T): void;
  remove(key: string): void;
  /** From `first` on, or backwards from `last` on; both are included, and left out they are no bounds. */
  range(bounds: {
    readonly first?: string;
    readonly last?: string;
    readonly isBackwards: boolean;
  }): Generator<T>;
};

/** Many are put at the end, as times are: anywhere else it costs a move of what lies behind. */
export function createSorted<T>(): Sorted<T> {
  const keys: string[] = [];
  const values: T[] = [];
  /** Of the first key that is not below. */
  const placeOf = (key: string): number => {
    const end = keys.at(-1);
    if (end === undefined || end < key) return keys.length;
    let low = 0;
    let high = keys.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((keys[middle] ?? '') < key) low = middle + 1;
      else high = middle;
    }
    return low;
  };
  return {
    put(key, value) {
      const at = placeOf(key);
      const isKnown = keys[at] === key;
      keys.splice(at, isKnown ? 1 : 0, key);
      values.splice(at, isKnown ? 1 : 0, value);
    },
    remove(key) {
      const at = placeOf(key);
      if (keys[at] !== key) return;
      keys.splice(at, 1);
      values.splice(at, 1);
    },
    *range({ first, last, isBackwards }) {
      const from = first === undefined ? 0 : placeOf(first);
      const end = last === undefined ? keys.length - 1 : placeOf(last);
      const until = last !== undefined && keys[end] !== last ? end - 1 : end;
      const step = isBackwards ? -1 : 1;
      for (let at = isBackwards ? until : from; at >= from && at <= until; at += step) {
        const value = values[at];
        if (value !== undefined) yield value;
      }
    },
  };
}

/**
 * A schema that is made when first asked for, and kept: the function is started for one request of one route, and
 * making the schemas of all of them takes longer than answering it.
 */
export function lazily<T extends object>(make: () => T): () => T {
  let made: T | undefined;
  return () => {
    made ??= make();
    return made;
  };
}

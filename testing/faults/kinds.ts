/** The ways in which an external call can fail, as an operator would name them. */
export const kinds = [
  'throw',
  'timeout',
  'throttle',
  'slow',
  'partial',
  'garbage',
  'stale',
  'lost reply',
] as const;

export type Kind = (typeof kinds)[number];

/** How a kind is brought about at one place; or why it means nothing there. */
export type Cell<Way> =
  | { readonly ways: readonly [Way, ...(readonly Way[])] }
  | { readonly none: string };

/** Every kind, for one operation or one sort of call. */
export type Row<Way> = Readonly<Record<Kind, Cell<Way>>>;

/** All ways of a row, each with its kind. */
export function waysOf<Way>(row: Row<Way>): readonly { readonly kind: Kind; readonly way: Way }[] {
  return kinds.flatMap((kind) => {
    const cell = row[kind];
    return 'ways' in cell ? cell.ways.map((way) => ({ kind, way })) : [];
  });
}

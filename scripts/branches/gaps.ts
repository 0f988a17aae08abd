/** What Istanbul's format tells of a file, as far as it is used here. */
export type FileCoverage = {
  readonly path: string;
  readonly b: Readonly<Record<string, readonly number[]>>;
  readonly branchMap: Readonly<
    Record<string, { readonly loc: Range; readonly locations: readonly Partial<Range>[] }>
  >;
  readonly f: Readonly<Record<string, number>>;
  readonly fnMap: Readonly<Record<string, { readonly loc: Range }>>;
};

type Place = { readonly line: number; readonly column: number };
type Range = { readonly start: Place; readonly end: Place };

/** A branch or a function that no test runs. */
export type Gap = {
  readonly file: string;
  readonly line: number;
  /** Its own text, or that of the whole statement where it has none. */
  readonly part: string;
  /** The line on which it begins. */
  readonly text: string;
};

/** Lines that are not covered for one reason: the file, and a part of each line. */
export type Exception = {
  readonly reason: string;
  readonly places: Readonly<Record<string, readonly string[]>>;
};

/** The branches and functions that were never run. */
export function gapsOf(
  coverage: Readonly<Record<string, FileCoverage>>,
  read: (path: string) => string,
): readonly Gap[] {
  return Object.values(coverage).flatMap((file) => {
    const lines = read(file.path).split('\n');
    const branches = Object.entries(file.b).flatMap(([id, counts]) =>
      counts.flatMap((count, index) => {
        const branch = file.branchMap[id];
        return count > 0 || branch === undefined ? [] : [rangeOf(branch, index)];
      }),
    );
    const functions = Object.entries(file.f).flatMap(([id, count]) => {
      const known = file.fnMap[id];
      return count > 0 || known === undefined ? [] : [known.loc];
    });
    return [...branches, ...functions].map((range) => gapAt(file.path, range, lines));
  });
}

/** A case that the compiler proves to be never reached. */
const neverCase = /^\s*default:[^;]*\bsatisfies never\b/;

/** The gaps that no exception tells of, how many one does, and the exceptions that tell of nothing. */
export function judgeGaps(gaps: readonly Gap[], exceptions: readonly Exception[]) {
  const isMeant = ({ file, text }: Gap, [path, part]: readonly [string, string]) =>
    `/${file}`.endsWith(`/${path}`) && text.includes(part);
  const places = exceptions.flatMap((each) =>
    Object.entries(each.places).flatMap(([file, parts]) =>
      parts.map((part) => [file, part] as const),
    ),
  );
  const reachable = gaps.filter(({ part }) => !neverCase.test(part));
  const open = reachable.filter((gap) => !places.some((place) => isMeant(gap, place)));
  const stale = places.filter((place) => !reachable.some((gap) => isMeant(gap, place)));
  return {
    open,
    excepted: reachable.length - open.length,
    stale: stale.map(([file, part]) => `${file}: ${part}`),
  };
}

/** How much is covered of each folder, as `covered of all`. */
export function tallyOf(
  coverage: Readonly<Record<string, FileCoverage>>,
  folders: readonly string[],
) {
  return folders.map((folder) => {
    const files = Object.values(coverage).filter(({ path }) => path.includes(`/${folder}/`));
    const branches = files.flatMap(({ b }) => Object.values(b).flat());
    const functions = files.flatMap(({ f }) => Object.values(f));
    return { folder, branches: share(branches), functions: share(functions) };
  });
}

function share(counts: readonly number[]): string {
  return `${counts.filter((count) => count > 0).length} of ${counts.length}`;
}

function rangeOf({ loc, locations }: FileCoverage['branchMap'][string], index: number): Range {
  const own = locations[index];
  // An `else` that is not written has no place of its own.
  const isPlaced = own?.start?.line !== undefined && own.end !== undefined;
  return isPlaced && own.start !== undefined ? { start: own.start, end: own.end } : loc;
}

function gapAt(file: string, { start, end }: Range, lines: readonly string[]): Gap {
  const text = lines[start.line - 1] ?? '';
  const all = lines.slice(start.line - 1, end.line).join('\n');
  const isOneLine = start.line === end.line && Number.isFinite(end.column);
  const part = isOneLine ? text.slice(start.column, end.column) : all;
  return { file, line: start.line, part, text };
}

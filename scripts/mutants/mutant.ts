/** A place in a text: both from 1, as the report has them. */
type Place = { readonly line: number; readonly column: number };

/** One small change of a file, and what became of it. */
export type Mutant = {
  /** Of the source, from the root. */
  readonly file: string;
  readonly source: string;
  readonly start: Place;
  /** The first sign that stays. */
  readonly end: Place;
  readonly replacement: string;
  /** Such as `Killed`. */
  readonly status: string;
};

type Report = {
  readonly files: Readonly<
    Record<
      string,
      {
        readonly source: string;
        readonly mutants: readonly {
          readonly location: { readonly start: Place; readonly end: Place };
          readonly replacement?: string;
          readonly status: string;
        }[];
      }
    >
  >;
};

/**
 * Every mutant of a report of Stryker's.
 * https://github.com/stryker-mutator/mutation-testing-elements/tree/master/packages/report-schema
 */
export function readMutants(report: string): readonly Mutant[] {
  const { files }: Report = JSON.parse(report);
  return Object.entries(files).flatMap(([file, { source, mutants }]) =>
    mutants.map(({ location, replacement = '', status }) => ({
      file,
      source,
      start: location.start,
      end: location.end,
      replacement,
      status,
    })),
  );
}

/** The whole file with the change in it. */
export function mutatedText({ source, start, end, replacement }: Mutant): string {
  const at = ({ line, column }: Place) =>
    source
      .split('\n')
      .slice(0, line - 1)
      .reduce((sum, { length }) => sum + length + 1, column - 1);
  return source.slice(0, at(start)) + replacement + source.slice(at(end));
}

/** In one line, for a list: place, what stood there, and what stands there now. */
export function nameOf(mutant: Mutant): string {
  const { file, source, start, end, replacement } = mutant;
  const lines = source.split('\n').slice(start.line - 1, end.line);
  const [first = ''] = lines;
  const before =
    lines.length === 1
      ? first.slice(start.column - 1, end.column - 1)
      : first.slice(start.column - 1);
  return `${file}:${start.line} \`${short(before)}\` -> \`${short(replacement)}\``;
}

function short(text: string): string {
  const line = text.replace(/\s+/g, ' ').trim();
  return line.length > 60 ? `${line.slice(0, 60)}...` : line;
}

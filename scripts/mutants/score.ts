/** What became of the mutants that a report tells of. */
export type Score = {
  /** Per cent of the mutants that tests can meet; `undefined` where there is none. */
  readonly percent: number | undefined;
  /** The same in words, with the counts. */
  readonly text: string;
};

/**
 * The score of a report of Stryker's: noticed (killed, or never ending) of all that a test can meet.
 * https://github.com/stryker-mutator/mutation-testing-elements/tree/master/packages/report-schema
 */
export function scoreOf(report: string): Score {
  const { files }: { files: Readonly<Record<string, { mutants: readonly { status: string }[] }>> } =
    JSON.parse(report);
  const statuses = Object.values(files).flatMap(({ mutants }) =>
    mutants.map(({ status }) => status),
  );
  const count = (wanted: string) => statuses.filter((status) => status === wanted).length;
  const noticed = count('Killed') + count('Timeout');
  const met = noticed + count('Survived') + count('NoCoverage');
  const percent = met === 0 ? undefined : (100 * noticed) / met;
  return {
    percent,
    text: `${percent === undefined ? 'no mutant' : `${percent.toFixed(1)} %`} (${count('Killed')} killed, ${count('Timeout')} timed out, ${count('Survived')} survived, ${count('NoCoverage')} never run, ${count('Ignored')} ignored)`,
  };
}

/** What became of mutants. */
export type Score = {
  /** Per cent of the mutants that tests can meet; `undefined` where there is none. */
  readonly percent: number | undefined;
  /** The same in words, with the counts. */
  readonly text: string;
};

/** The score by the states that Stryker gives: noticed (killed, or never ending) of all that a test can meet. */
export function scoreOf(mutants: readonly { readonly status: string }[]): Score {
  const count = (wanted: string) => mutants.filter(({ status }) => status === wanted).length;
  const noticed = count('Killed') + count('Timeout');
  const met = noticed + count('Survived') + count('NoCoverage');
  const percent = met === 0 ? undefined : (100 * noticed) / met;
  return {
    percent,
    text: `${percent === undefined ? 'no mutant' : `${percent.toFixed(1)} %`} (${count('Killed')} killed, ${count('Timeout')} timed out, ${count('Survived')} survived, ${count('NoCoverage')} never run, ${mutants.length - met} left out)`,
  };
}

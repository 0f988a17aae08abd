/** What a page shows and a run prints: ids and times differ from run to run. */
export type ShownOutput = {
  /** Whether the run has printed what the page shows, to the end or, by `isBegun`, so far. */
  isPrinted(shows: readonly string[], printed: string, isBegun?: boolean): boolean;
  /** A line of the page with the run's own ids. */
  asRun(line: string): string;
};

const id = /\b[0-9a-f]{16}\b/g;

const varying =
  /(?<id>\b[0-9a-f]{16}\b)|(?<time>\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{3})?Z)|(?<any>\.\.\.)|(?<space> {2,})/g;

/**
 * Remembers which id of the run stands for which id of the page. On the page `...` stands for anything in a line,
 * and alone on a line for any lines; two spaces and more for one and more.
 */
export function shownOutput(): ShownOutput {
  const known = new Map<string, string>();

  function patternOf(shows: readonly string[]): { source: string; fresh: readonly string[] } {
    const fresh: string[] = [];
    const line = (text: string) => {
      let source = '';
      let at = 0;
      for (const match of text.matchAll(varying)) {
        source += escaped(text.slice(at, match.index)) + partOf(match, fresh);
        at = match.index + match[0].length;
      }
      return `${source}${escaped(text.slice(at))}\n`;
    };
    return {
      source: shows.map((text) => (text === '...' ? '(?:.*\n)*?' : line(text))).join(''),
      fresh,
    };
  }

  function partOf({ 0: text, groups }: RegExpExecArray, fresh: string[]): string {
    if (groups?.['time']) return '\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(?:\\.\\d{3})?Z';
    if (groups?.['any']) return '.*';
    if (groups?.['space']) return ' +';
    const same = known.get(text);
    if (same !== undefined) return same;
    const nth = fresh.indexOf(text);
    if (nth >= 0) return `\\${nth + 1}`;
    fresh.push(text);
    return '([0-9a-f]{16})';
  }

  return {
    isPrinted(shows, printed, isBegun = false) {
      const { source, fresh } = patternOf(shows);
      const match = new RegExp(`^${source}${isBegun ? '' : '$'}`).exec(printed);
      for (const [at, shown] of fresh.entries()) {
        const ran = match?.[at + 1];
        if (ran !== undefined) known.set(shown, ran);
      }
      return match !== null;
    },
    asRun: (line) => line.replace(id, (shown) => known.get(shown) ?? shown),
  };
}

function escaped(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');
}

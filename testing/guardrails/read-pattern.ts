import type { Event } from './read-insights.ts';

type Test = (event: Event) => boolean;

/**
 * Reads as much of a metric filter's pattern as ours use: `{ ... }` with `&&`, `||`, brackets, `$.path = "text"`, `!=` and
 * `NOT EXISTS`; `*` in a text stands for anything. A comparison with what is not there does not match. Throws at
 * anything else. https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/FilterAndPatternSyntax.html
 */
export function readPattern(pattern: string): Test {
  const tokens = pattern.match(/"[^"]*"|\$[\w.]+|&&|\|\||!=|NOT EXISTS|[{}()=]|\S/g) ?? [];
  let at = 0;
  const takes = (token: string) => tokens[at] === token && ++at > 0;
  const expect = (token: string) => {
    if (!takes(token)) throw new Error(`\`${tokens[at]}\` stands where \`${token}\` should`);
  };

  function either(): Test {
    const tests = [both()];
    while (takes('||')) tests.push(both());
    return (event) => tests.some((test) => test(event));
  }

  function both(): Test {
    const tests = [one()];
    while (takes('&&')) tests.push(one());
    return (event) => tests.every((test) => test(event));
  }

  function one(): Test {
    if (takes('(')) {
      const inner = either();
      expect(')');
      return inner;
    }
    const path = tokens[at++] ?? '';
    if (!path.startsWith('$.')) throw new Error(`\`${path}\` is no path`);
    if (takes('NOT EXISTS')) return (event) => valueAt(event, path) === undefined;
    const isEqual = takes('=');
    if (!isEqual) expect('!=');
    const fits = globOf(tokens[at++] ?? '');
    return (event) => {
      const value = valueAt(event, path);
      return value !== undefined && fits.test(String(value)) === isEqual;
    };
  }

  expect('{');
  const test = either();
  expect('}');
  if (at < tokens.length) throw new Error(`\`${tokens[at]}\` stands behind the pattern`);
  return test;
}

function valueAt(event: Event, path: string): unknown {
  return path
    .split('.')
    .slice(1)
    .reduce<unknown>(
      (value, name) =>
        typeof value === 'object' && value !== null
          ? Object.entries(value).find(([key]) => key === name)?.[1]
          : undefined,
      event,
    );
}

function globOf(quoted: string): RegExp {
  if (!/^".*"$/.test(quoted)) throw new Error(`\`${quoted}\` is no text`);
  const literal = quoted.slice(1, -1).replaceAll(/[\\^$.+?()[\]{}|]/g, '\\$&');
  return new RegExp(`^${literal.replaceAll('*', '.*')}$`);
}

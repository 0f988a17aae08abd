import { expect, test } from 'vitest';
import { routes } from './index.ts';
import { lazily } from './lazily.ts';
import type { Route, Schema } from './route.ts';

test('what is made lazily is made at the first call, and once', () => {
  const made: object[] = [];
  const ask = lazily(() => {
    const thing = {};
    made.push(thing);
    return thing;
  });
  expect(made).toEqual([]);

  const answers = [ask(), ask()];

  expect(made).toHaveLength(1);
  expect(answers.every((answer) => answer === made[0])).toBe(true);
});

test('what cannot be made is not kept', () => {
  let calls = 0;
  const ask = lazily(() => {
    calls += 1;
    if (calls === 1) throw new Error('not yet');
    return { calls };
  });

  expect(ask).toThrow('not yet');
  expect(ask()).toEqual({ calls: 2 });
});

const all: readonly Route[] = Object.values(routes);

test.each(all.flatMap((route) => schemasOf(route).map((part) => [route.id, ...part] as const)))(
  'the route `%s` keeps its schema of %s',
  (_id, _part, schema) => {
    expect(schema()).toBe(schema());
  },
);

function schemasOf(route: Route): readonly (readonly [string, Schema])[] {
  const { params, query, body, answer } = route;
  return Object.entries({ params, query, body, answer }).flatMap(([part, schema]) =>
    schema === undefined ? [] : [[part, schema] as const],
  );
}

import { GetParametersByPathCommand, GetParametersCommand } from '@aws-sdk/client-ssm';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { openStore } from '../../testing/ssm-store.ts';
import { refusalOf } from '../../testing/test-bench.ts';

let store: Awaited<ReturnType<typeof openStore>>;

beforeEach(async () => {
  store = await openStore();
});

afterEach(() => store.ssm.close());

describe('many at once', () => {
  beforeEach(() => {
    for (let nth = 0; nth < 25; nth += 1) {
      store.ssm.put(`/sentinel/profiles/p${String(nth).padStart(2, '0')}`, `v${nth}`);
    }
    store.ssm.put('/sentinel/profiles/deep/er', 'x');
    store.ssm.put('/sentinel/profiles2', 'x');
    store.ssm.put('/sentinel/baseline', 'x');
  });

  async function pages(ask: { Path: string; Recursive?: boolean; MaxResults?: number }) {
    const found: string[][] = [];
    let token: string | undefined;
    do {
      const page = await store.client.send(
        new GetParametersByPathCommand({
          ...ask,
          ...(token !== undefined && { NextToken: token }),
        }),
      );
      found.push((page.Parameters ?? []).map(({ Name = '' }) => Name));
      token = page.NextToken;
    } while (token !== undefined);
    return found;
  }

  test('a path is read in pages of ten, without what lies deeper', async () => {
    const found = await pages({ Path: '/sentinel/profiles' });

    expect(found.map((page) => page.length)).toEqual([10, 10, 5]);
    expect(new Set(found.flat()).size).toBe(25);
  });

  test.each([
    ['a smaller page', { Path: '/sentinel/profiles/', MaxResults: 7 }, [7, 7, 7, 4]],
    ['what lies deeper', { Path: '/sentinel/profiles', Recursive: true }, [10, 10, 6]],
    ['the root', { Path: '/', Recursive: true }, [10, 10, 8]],
    ['the root without what lies deeper', { Path: '/' }, [0]],
    ['a path without parameters', { Path: '/nothing' }, [0]],
  ])('%s', async (_, ask, sizes) => {
    expect((await pages(ask)).map((page) => page.length)).toEqual(sizes);
  });

  test.each<[string, object, string]>([
    ['a page of 11', { Path: '/sentinel', MaxResults: 11 }, 'ValidationException'],
    ['a page of none', { Path: '/sentinel', MaxResults: 0 }, 'ValidationException'],
    ['a path without a slash', { Path: 'sentinel' }, 'ValidationException'],
    ['an invented token', { Path: '/sentinel', NextToken: 'abc' }, 'InvalidNextToken'],
    [
      'filters, which are not modelled',
      { Path: '/sentinel', ParameterFilters: [{ Key: 'Type' }] },
      'ValidationException',
    ],
  ])('%s is refused', async (_, ask, code) => {
    const call = store.client.send(new GetParametersByPathCommand({ Path: '/', ...ask }));

    expect((await refusalOf(call)).name).toBe(code);
  });

  test('a token of another path is refused', async () => {
    const first = await store.client.send(
      new GetParametersByPathCommand({ Path: '/sentinel/profiles' }),
    );
    const { NextToken = '' } = first;

    const call = store.client.send(
      new GetParametersByPathCommand({ Path: '/sentinel', NextToken }),
    );

    expect((await refusalOf(call)).name).toBe('InvalidNextToken');
  });

  test('up to ten are read by name, and those that are missing are told', async () => {
    const names = ['/sentinel/baseline', '/sentinel/profiles/p01:1', '/sentinel/none'];

    const { Parameters: found, InvalidParameters: missing } = await store.client.send(
      new GetParametersCommand({ Names: names }),
    );

    expect(found).toMatchObject([
      { Name: '/sentinel/baseline' },
      { Name: '/sentinel/profiles/p01', Selector: ':1' },
    ]);
    expect(missing).toEqual(['/sentinel/none']);
    const eleven = Array(11).fill('/sentinel/baseline');
    const tooMany = store.client.send(new GetParametersCommand({ Names: eleven }));
    expect((await refusalOf(tooMany)).name).toBe('ValidationException');
  });
});

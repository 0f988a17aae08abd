import { expect, test } from 'vitest';
import { toSvg } from './plot.ts';

const axis = (scale: 'linear' | 'log') => ({ label: 'a < b', scale }) as const;

test('points lie between the axes in the order of their values', () => {
  const points = [1, 10, 100].map((each) => ({ x: each, y: each }));

  const svg = toSvg({
    title: 'T',
    x: axis('log'),
    y: axis('log'),
    series: [{ name: 'one', points }],
  });

  const [, path = ''] = /<polyline points="([^"]+)"/.exec(svg) ?? [];
  expect(path).toBe('70,366 315,206 560,46');
  expect(svg).toContain('>a &lt; b</text>');
});

test('what a logarithm cannot show is left out, and nothing at all is still a picture', () => {
  const points = [
    { x: 0, y: 1 },
    { x: 1, y: Number.NaN },
  ];

  const svg = toSvg({
    title: 'T',
    x: axis('log'),
    y: axis('linear'),
    series: [{ name: 'one', points }],
  });

  expect(svg).toContain('<polyline points=""');
  expect(svg).not.toContain('NaN');
});

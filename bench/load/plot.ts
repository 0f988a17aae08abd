/** A line of points, in order of x. */
export type Series = {
  readonly name: string;
  readonly points: readonly { readonly x: number; readonly y: number }[];
};

export type Plot = {
  readonly title: string;
  readonly x: Axis;
  readonly y: Axis;
  readonly series: readonly Series[];
};

export type Axis = {
  readonly label: string;
  /** `log`: by powers of ten; what is not above zero is then left out. */
  readonly scale: 'linear' | 'log';
  /** Instead of the marks that are drawn by itself. */
  readonly marks?: readonly { readonly at: number; readonly text: string }[];
};

const width = 760;
const height = 420;
const box = { left: 70, right: 560, top: 46, bottom: 366 } as const;
const colours = [
  '#1b6ca8',
  '#c8553d',
  '#3f7d20',
  '#8e5aa8',
  '#b8860b',
  '#2a9d8f',
  '#5b5b5b',
  '#d1495b',
];

/** A plot as an SVG of its own: lines, axes, grid and names. */
export function toSvg({ title, x, y, series }: Plot): string {
  const shown = series.map(({ name, points }) => ({
    name,
    points: points.filter((point) => isShown(point.x, x) && isShown(point.y, y)),
  }));
  const all = shown.flatMap(({ points }) => points);
  const across = scaleOf(
    x,
    all.map((point) => point.x),
    [box.left, box.right],
  );
  const up = scaleOf(
    y,
    all.map((point) => point.y),
    [box.bottom, box.top],
  );
  const parts = [
    `<title>${safe(title)}</title>`,
    `<rect width="${width}" height="${height}" fill="white"/>`,
    text({ x: box.left, y: 24, size: 15, bold: true }, title),
    ...across.marks.flatMap(({ place, label }) => [
      line([place, box.top], [place, box.bottom], '#e4e4e4'),
      text({ x: place, y: box.bottom + 18, anchor: 'middle' }, label),
    ]),
    ...up.marks.flatMap(({ place, label }) => [
      line([box.left, place], [box.right, place], '#e4e4e4'),
      text({ x: box.left - 8, y: place + 4, anchor: 'end' }, label),
    ]),
    line([box.left, box.bottom], [box.right, box.bottom], '#444'),
    line([box.left, box.top], [box.left, box.bottom], '#444'),
    text({ x: (box.left + box.right) / 2, y: box.bottom + 40, anchor: 'middle' }, x.label),
    text({ x: 18, y: (box.top + box.bottom) / 2, anchor: 'middle', isTurned: true }, y.label),
    ...shown.flatMap(({ name, points }, nth) => {
      const colour = colours[nth % colours.length] ?? '#000';
      const path = points.map((point) => `${across.place(point.x)},${up.place(point.y)}`);
      const at = box.top + 10 + nth * 20;
      return [
        `<polyline points="${path.join(' ')}" fill="none" stroke="${colour}" stroke-width="1.8"/>`,
        ...(points.length > 40
          ? []
          : path.map((place) => {
              const [cx, cy] = place.split(',');
              return `<circle cx="${cx}" cy="${cy}" r="2.6" fill="${colour}"/>`;
            })),
        line([box.right + 14, at], [box.right + 36, at], colour),
        text({ x: box.right + 42, y: at + 4 }, name),
      ];
    }),
  ];
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" font-family="sans-serif">\n${parts.join('\n')}\n</svg>\n`;
}

function isShown(value: number, { scale }: Axis): boolean {
  return Number.isFinite(value) && (scale === 'linear' || value > 0);
}

function scaleOf(axis: Axis, values: readonly number[], [start, end]: readonly [number, number]) {
  const [low, high] = boundsOf(axis, values);
  const share = (value: number) =>
    axis.scale === 'log'
      ? (Math.log10(value) - Math.log10(low)) / (Math.log10(high) - Math.log10(low))
      : (value - low) / (high - low);
  const place = (value: number) => Math.round((start + share(value) * (end - start)) * 10) / 10;
  const marks = axis.marks ?? marksOf(axis, low, high).map((at) => ({ at, text: label(at) }));
  return { place, marks: marks.map((mark) => ({ place: place(mark.at), label: mark.text })) };
}

function boundsOf({ scale, marks }: Axis, values: readonly number[]): readonly [number, number] {
  const seen = [...values, ...(marks ?? []).map(({ at }) => at)];
  const [least, most] = seen.reduce(
    ([low, high], value) => [Math.min(low, value), Math.max(high, value)],
    [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY],
  );
  if (!Number.isFinite(least)) return scale === 'log' ? [1, 10] : [0, 1];
  if (scale === 'linear') return [Math.min(0, least), most > 0 ? most * 1.06 : 1];
  const low = 10 ** Math.floor(Math.log10(least));
  const high = 10 ** Math.ceil(Math.log10(most));
  return [low, high > low ? high : low * 10];
}

function marksOf({ scale }: Axis, low: number, high: number): readonly number[] {
  if (scale === 'log') {
    const first = Math.round(Math.log10(low));
    const powers = Math.round(Math.log10(high)) - first + 1;
    return Array.from({ length: powers }, (_, nth) => 10 ** (first + nth));
  }
  const rough = (high - low) / 5;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 5, 10].map((times) => times * power).find((each) => each >= rough) ?? rough;
  const count = Math.floor(high / step) + 1;
  return Array.from({ length: count }, (_, nth) => nth * step);
}

function label(value: number): string {
  return Number(value.toPrecision(3)).toLocaleString('en-US', { maximumFractionDigits: 3 });
}

type Place = readonly [x: number, y: number];

function line([x1, y1]: Place, [x2, y2]: Place, colour: string): string {
  return `<line x1="${x1}" y1="${y1}" x2="${x2}" y2="${y2}" stroke="${colour}"/>`;
}

function text(
  at: {
    readonly x: number;
    readonly y: number;
    readonly anchor?: 'middle' | 'end';
    readonly size?: number;
    readonly bold?: boolean;
    readonly isTurned?: boolean;
  },
  words: string,
): string {
  const more = [
    at.anchor === undefined ? '' : ` text-anchor="${at.anchor}"`,
    at.bold ? ' font-weight="bold"' : '',
    at.isTurned ? ` transform="rotate(-90 ${at.x} ${at.y})"` : '',
  ];
  return `<text x="${at.x}" y="${at.y}" font-size="${at.size ?? 12}" fill="#333"${more.join('')}>${safe(words)}</text>`;
}

function safe(words: string): string {
  return words.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
}

/** How something grows, with the interval in which the slope lies by 95 %. In units of y a unit of x. */
export type Slope = { readonly perUnit: number; readonly low: number; readonly high: number };

export type Point = { readonly x: number; readonly y: number };

/** Points averaged together: neighbours resemble each other, and would make the interval too small. */
const blocks = 12;

/** Student's t for 95 % and `blocks - 2` degrees of freedom. */
const t = 2.228;

/**
 * Least squares over the means of twelve blocks of points, which come in order of x. Throws where there are fewer
 * points than blocks.
 */
export function slopeOf(points: readonly Point[]): Slope {
  if (points.length < blocks) throw new Error(`${points.length} points have no slope`);
  const means = Array.from({ length: blocks }, (_, nth) => {
    const from = Math.floor((nth * points.length) / blocks);
    const block = points.slice(from, Math.floor(((nth + 1) * points.length) / blocks));
    return { x: mean(block.map(({ x }) => x)), y: mean(block.map(({ y }) => y)) };
  });
  const middle = { x: mean(means.map(({ x }) => x)), y: mean(means.map(({ y }) => y)) };
  const spread = sum(means.map(({ x }) => (x - middle.x) ** 2));
  const perUnit = sum(means.map(({ x, y }) => (x - middle.x) * (y - middle.y))) / spread;
  const rests = means.map(({ x, y }) => (y - middle.y - perUnit * (x - middle.x)) ** 2);
  const error = Math.sqrt(sum(rests) / (blocks - 2) / spread);
  return { perUnit, low: perUnit - t * error, high: perUnit + t * error };
}

function mean(numbers: readonly number[]): number {
  return sum(numbers) / numbers.length;
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((all, one) => all + one, 0);
}

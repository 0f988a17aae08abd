import { type Context, type KeyType, keyType } from './context.ts';
import { fitsArnGlob, fitsGlob } from './glob.ts';

/** One key of one operator of a statement's `Condition`, judged alike for each request. */
export type Condition = (context: Context) => boolean;

/** A part of a policy that AWS may know and this model does not: it must never pass as judged. */
export class UnsupportedPolicy extends Error {
  override readonly name = 'UnsupportedPolicy';
}

type Comparison = {
  /** Types of keys that it can judge. */
  readonly keys: readonly KeyType[];
  /** It holds where the value does not fit, and where the key is absent. */
  readonly negated: boolean;
  fits(value: string, expected: string): boolean;
};

/**
 * Reads one condition. Throws `UnsupportedPolicy` for an operator or key that this model cannot judge.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html
 */
export function condition(operator: string, key: string, expected: readonly string[]): Condition {
  const [, set, base = '', ifExists] =
    /^(?:(ForAllValues|ForAnyValue):)?([A-Za-z]+?)(IfExists)?$/.exec(operator) ?? [];
  const type = keyType(key);
  if (type === undefined) throw new UnsupportedPolicy(`condition key \`${key}\` is not known here`);
  const name = key.toLowerCase();
  if (base === 'Null' && set === undefined && ifExists === undefined) {
    return isNull(name, expected);
  }

  const comparison = comparisons.get(base);
  if (!comparison?.keys.includes(type)) {
    throw new UnsupportedPolicy(`\`${operator}\` on \`${key}\` cannot be judged here`);
  }
  if (type === 'texts' && set === undefined) {
    throw new UnsupportedPolicy(`\`${key}\` has many values: \`${operator}\` needs ForAnyValue`);
  }
  if (set !== undefined && comparison.negated) {
    throw new UnsupportedPolicy(`\`${operator}\` cannot be judged here`);
  }
  checkValues(operator, expected);

  return (context) => {
    const actual = context.get(name);
    if (actual === undefined && ifExists !== undefined) return true;
    const fits = (value: string) => expected.some((one) => comparison.fits(value, one));
    if (set === 'ForAllValues') return (actual ?? []).every(fits);
    const some = actual?.some(fits) ?? false;
    return comparison.negated ? !some : some;
  };
}

const texts: readonly KeyType[] = ['text', 'texts', 'arn'];

const comparisons: ReadonlyMap<string, Comparison> = new Map([
  ['StringEquals', { keys: texts, negated: false, fits: equal }],
  ['StringNotEquals', { keys: texts, negated: true, fits: equal }],
  ['StringLike', { keys: texts, negated: false, fits: fitsGlob }],
  ['StringNotLike', { keys: texts, negated: true, fits: fitsGlob }],
  ['ArnEquals', { keys: ['arn'], negated: false, fits: fitsArnGlob }],
  ['ArnLike', { keys: ['arn'], negated: false, fits: fitsArnGlob }],
  ['ArnNotEquals', { keys: ['arn'], negated: true, fits: fitsArnGlob }],
  ['ArnNotLike', { keys: ['arn'], negated: true, fits: fitsArnGlob }],
  ['Bool', { keys: ['bool'], negated: false, fits: equalBool }],
  ['DateLessThan', { keys: ['date'], negated: false, fits: (a, b) => time(a) < time(b) }],
  ['DateLessThanEquals', { keys: ['date'], negated: false, fits: (a, b) => time(a) <= time(b) }],
  ['DateGreaterThan', { keys: ['date'], negated: false, fits: (a, b) => time(a) > time(b) }],
  ['DateGreaterThanEquals', { keys: ['date'], negated: false, fits: (a, b) => time(a) >= time(b) }],
]);

function isNull(name: string, expected: readonly string[]): Condition {
  const [wanted] = expected;
  if (expected.length !== 1 || (wanted !== 'true' && wanted !== 'false')) {
    throw new UnsupportedPolicy('`Null` takes `true` or `false`');
  }
  return (context) => context.has(name) !== (wanted === 'true');
}

function checkValues(operator: string, expected: readonly string[]): void {
  for (const value of expected) {
    if (value.includes('${')) {
      throw new UnsupportedPolicy(`policy variables are not known here: \`${value}\``);
    }
    if (operator.includes('Date') && Number.isNaN(time(value))) {
      throw new UnsupportedPolicy(`\`${value}\` is no time that can be judged here`);
    }
  }
}

function equal(value: string, expected: string): boolean {
  return value === expected;
}

function equalBool(value: string, expected: string): boolean {
  return value === expected.toLowerCase();
}

function time(text: string): number {
  return /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?Z$/.test(text)
    ? Date.parse(text)
    : Number.NaN;
}

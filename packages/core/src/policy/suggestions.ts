import type * as z from 'zod/mini';
import { durationText, secondsOf } from './schema/duration.ts';
import type { Bounds } from './schema/limits.ts';
import type { Path } from './schema/tree.ts';
import { nearest } from './spelling.ts';

/** The nearest valid spelling of what a schema refused, where one is plain. */
export function suggest(issue: z.core.$ZodIssue, path: Path, value: unknown): string | undefined {
  const bounds = boundsOf(issue);
  if (bounds !== undefined) return withinBounds(bounds, value);
  if (path.at(-1) === 'timezone' && typeof value === 'string') return nearestZone(value);
  switch (issue.code) {
    case 'invalid_value':
      return ofValues(issue.values, value);
    case 'invalid_type':
      return ofType(issue.expected, value);
    case 'invalid_format':
      return inForm(String(value), issue.pattern);
    default:
      return undefined;
  }
}

/** The bounds that a duration was held against, where the issue is one of a duration. */
export function boundsOf(issue: z.core.$ZodIssue): Bounds | undefined {
  const bounds: unknown = issue.code === 'custom' ? issue.params?.['bounds'] : undefined;
  return isBounds(bounds) ? bounds : undefined;
}

function isBounds(value: unknown): value is Bounds {
  return (
    typeof value === 'object' &&
    value !== null &&
    'min' in value &&
    'max' in value &&
    typeof value.min === 'number' &&
    typeof value.max === 'number'
  );
}

function withinBounds({ min, max }: Bounds, value: unknown): string | undefined {
  if (typeof value === 'string' && /^[1-9]\d{0,6}s?$/.test(value)) {
    return durationText(Math.min(max, Math.max(min, Number.parseInt(value, 10))));
  }
  const seconds = secondsOf(typeof value === 'number' ? value : String(value));
  return seconds === undefined ? undefined : durationText(seconds > max ? max : min);
}

function nearestZone(value: string): string | undefined {
  return value.length > 60
    ? undefined
    : nearest(value, ['UTC', ...Intl.supportedValuesOf('timeZone')]);
}

function ofValues(values: readonly unknown[], value: unknown): string | undefined {
  if (values.includes(true)) return truth.get(String(value).toLowerCase());
  const only = values.length === 1 ? String(values[0]) : undefined;
  const near = nearest(String(value), values.map(String)) ?? only;
  return near !== undefined && /^\d+$/.test(near) ? `"${near}"` : near;
}

function ofType(expected: string, value: unknown): string | undefined {
  if (expected === 'string' && (typeof value === 'number' || typeof value === 'boolean')) {
    return `"${value}"`;
  }
  if (expected === 'array' && typeof value === 'string' && value.length <= 60) return `[${value}]`;
  return expected === 'boolean' ? truth.get(String(value).toLowerCase()) : undefined;
}

/** The text in lower case, if that is what its pattern asks for. */
function inForm(value: string, pattern: string | undefined): string | undefined {
  const [, source, flags] = /^\/(.*)\/(\w*)$/s.exec(String(pattern)) ?? [];
  if (source === undefined || value.length > 140) return undefined;
  const lower = value.trim().toLowerCase();
  const form = new RegExp(source, flags);
  return [value.trim(), lower, lower.replaceAll(' ', '-')].find(
    (candidate) => candidate !== value && form.test(candidate),
  );
}

/** Truth values of older YAML, which are texts in this one. */
const truth: ReadonlyMap<string, string> = new Map([
  ['yes', 'true'],
  ['on', 'true'],
  ['y', 'true'],
  ['true', 'true'],
  ['no', 'false'],
  ['off', 'false'],
  ['n', 'false'],
  ['false', 'false'],
]);

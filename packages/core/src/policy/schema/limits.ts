/** What bounds a document and its durations: one place, read by the schema and by the sentences. */

/** Bytes of UTF-8: the most that an advanced SSM parameter holds. */
export const maxDocumentBytes = 8192;

/** Mappings and lists within each other. */
export const maxLevels = 16;

/** Lexical parts of a document; real ones of full size have fewer than half. */
export const maxSigns = 4096;

const minute = 60;
const hour = 60 * minute;
const day = 24 * hour;

/** Bounds of a duration, in seconds, both inclusive. */
export type Bounds = { readonly min: number; readonly max: number };

/** STS issues no less than 15 minutes, role chaining no more than an hour. */
export const sessionBounds: Bounds = { min: 15 * minute, max: hour };
export const requestTtlBounds: Bounds = { min: 5 * minute, max: 30 * day };
export const grantBounds: Bounds = { min: 15 * minute, max: 7 * day };
export const breakGlassBounds: Bounds = { min: 15 * minute, max: 4 * hour };
/** Of cooldowns, quota windows and the time to review. */
export const waitBounds: Bounds = { min: minute, max: 30 * day };

/** What a left out duration means, in seconds. */
export const defaults = {
  requestTtlSeconds: day,
  maxGrantSeconds: hour,
  breakGlassSeconds: hour,
  reviewWithinSeconds: 3 * day,
  approvals: 1,
  callsPerMinute: 60,
} as const;

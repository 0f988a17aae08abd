import type { Sessions } from '@sentinel/core/ports';
import { aSession } from './a-session.ts';

export type SessionsFixture = {
  /** One more client of the same, at first empty, state. */
  connect(): Sessions;
};

/** A session with every optional field. */
export const fullSession = aSession({
  entitlementId: '00000000000000c1',
  scope: 'read-only',
  profileEpoch: 7,
  rule: 'oncall',
  justification: 'Größe \ud800 "quoted"\nsecond line \u2028 😀',
  ticket: 'OPS-1',
  deviceId: 'mac:1',
});

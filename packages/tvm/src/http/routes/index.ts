import type { Bound } from '../bind.ts';
import {
  breakGlassById,
  breakGlassEvents,
  closeBreakGlass,
  extendBreakGlass,
  openBreakGlass,
  reviewBreakGlass,
} from './break-glass.ts';
import { explain } from './explain.ts';
import { health } from './health.ts';
import { profiles } from './profiles.ts';
import {
  approveRequest,
  cancelRequest,
  createRequest,
  denyRequest,
  requestById,
  requests,
  withdrawRequest,
} from './requests.ts';
import { createRevocation, liftRevocation, revocationById, revocations } from './revocations.ts';
import { sessionCheck } from './session-check.ts';
import { endSession, revokeSession, sessionById, sessions } from './sessions.ts';
import { vend, vendByQuery } from './vend.ts';
import { whoami } from './whoami.ts';

/** Every route with its work. */
export const bound: readonly Bound[] = [
  vend,
  vendByQuery,
  profiles,
  explain,
  whoami,
  health,
  sessions,
  sessionById,
  endSession,
  revokeSession,
  createRevocation,
  revocations,
  revocationById,
  liftRevocation,
  createRequest,
  requests,
  requestById,
  approveRequest,
  denyRequest,
  cancelRequest,
  withdrawRequest,
  openBreakGlass,
  breakGlassEvents,
  breakGlassById,
  extendBreakGlass,
  closeBreakGlass,
  reviewBreakGlass,
  sessionCheck,
];

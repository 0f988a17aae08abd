import { isProfileName, type ProfileName } from './policy/names.ts';
import { isRefusal, type Refusal, reasons } from './reasons.ts';
import type { SessionId } from './session/session.ts';

/** What a caller asks for, checked; '' where a text was left out. */
export type VendAsk = {
  readonly profile: ProfileName;
  /** 900..3600. */
  readonly durationSeconds?: number;
  readonly sessionId?: SessionId;
  readonly justification: string;
  readonly ticket: string;
  readonly scope: string;
  readonly deviceId: string;
};

/** The members of a vend as the rim's schema lets them through. */
export type VendInput = {
  readonly profile?: unknown;
  readonly duration?: unknown;
  readonly session_id?: string | undefined;
  readonly justification?: string | undefined;
  readonly ticket?: string | undefined;
  readonly scope?: string | undefined;
  readonly device_id?: string | undefined;
};

/** Checks what has codes of its own: profile and duration. */
export function readVendAsk(input: VendInput, from: 'body' | 'query'): VendAsk | Refusal {
  const profile = readProfileName(input.profile);
  if (isRefusal(profile)) return profile;
  const durationSeconds = readDuration(input.duration, from);
  if (isRefusal(durationSeconds)) return durationSeconds;
  return {
    profile,
    ...(durationSeconds === undefined ? {} : { durationSeconds }),
    ...(input.session_id === undefined ? {} : { sessionId: brandSession(input.session_id) }),
    justification: input.justification ?? '',
    ticket: input.ticket ?? '',
    scope: input.scope ?? '',
    deviceId: input.device_id ?? '',
  };
}

/** A profile's name out of anything. */
export function readProfileName(value: unknown): ProfileName | Refusal {
  if (value === undefined || value === '') return reasons.missingProfile();
  if (typeof value !== 'string' || !isProfileName(value)) return reasons.invalidProfile();
  return value;
}

/** Seconds: an integer of a body, or the digits of a query without sign, exponent or leading zero. */
function readDuration(value: unknown, from: 'body' | 'query'): number | undefined | Refusal {
  if (value === undefined) return undefined;
  const seconds = from === 'query' ? readDigits(value) : value;
  if (typeof seconds !== 'number' || !Number.isInteger(seconds)) return reasons.invalidDuration();
  return seconds >= 900 && seconds <= 3600 ? seconds : reasons.invalidDuration();
}

function readDigits(text: unknown): number | undefined {
  return typeof text === 'string' && /^[1-9][0-9]{0,4}$/.test(text) ? Number(text) : undefined;
}

function brandSession(text: string): SessionId {
  return text as SessionId; // the rim's schema has checked its shape
}

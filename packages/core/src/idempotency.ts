import { hex } from './hex.ts';
import type { Sha256 } from './ports.ts';
import { type Refusal, reasons } from './reasons.ts';

/** A call that carried an idempotency key. */
export type Keyed = {
  /** 16 lower-case hex characters, made of subject, route and key. */
  readonly id: string;
  /** 16 lower-case hex characters, made of the body. */
  readonly body: string;
};

/** What a key stands for: one subject, one route with its path, one body. `undefined`: no key was sent. */
export function keyedCall(
  about: {
    readonly key: string | undefined;
    readonly subject: string;
    /** Id of the route, and of what it is about. */
    readonly route: readonly string[];
    readonly body: unknown;
  },
  sha256: Sha256,
): Keyed | undefined {
  if (about.key === undefined) return undefined;
  const hash = (value: unknown) => hex(sha256(JSON.stringify(value))).slice(0, 16);
  return { id: hash([about.subject, about.route, about.key]), body: hash(about.body) };
}

/** Whether this very call came before: `false` if not, a refusal if its key came with another body. */
export function cameBefore(keyed: Keyed | undefined, earlier: readonly Keyed[]): boolean | Refusal {
  const same = earlier.find((each) => each.id === keyed?.id);
  if (same === undefined) return false;
  return same.body === keyed?.body
    ? true
    : reasons.conflict('this `Idempotency-Key` came with another body before');
}

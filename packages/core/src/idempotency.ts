import { hex } from './hex.ts';
import type { Control, Sha256 } from './ports.ts';
import { type Refusal, reasons } from './reasons.ts';

/** A call that carried an idempotency key. */
export type Keyed = {
  /** 16 lower-case hex characters, made of subject, route, key, and a secret of the server. */
  readonly id: string;
  /** 16 lower-case hex characters, made of the body. */
  readonly body: string;
};

/**
 * What a key stands for: one subject, one route with its path, one body. `undefined`: no key was sent. Items take
 * their ids from it, and clients choose keys: without the secret they could search for keys of equal ids.
 */
export async function keyedCall(
  about: {
    readonly key: string | undefined;
    readonly subject: string;
    /** Id of the route, and of what it is about. */
    readonly route: readonly string[];
    readonly body: unknown;
  },
  { control, sha256 }: { readonly control: Pick<Control, 'pageTokenKey'>; readonly sha256: Sha256 },
): Promise<Keyed | undefined> {
  if (about.key === undefined) return undefined;
  const secret = hex(await control.pageTokenKey());
  const hash = (value: unknown) => hex(sha256(JSON.stringify(value))).slice(0, 16);
  return { id: hash([secret, about.subject, about.route, about.key]), body: hash(about.body) };
}

/** Whether this very call came before: `false` if not, a refusal if its key came with another body. */
export function cameBefore(keyed: Keyed | undefined, earlier: readonly Keyed[]): boolean | Refusal {
  const same = earlier.find((each) => each.id === keyed?.id);
  if (same === undefined) return false;
  return same.body === keyed?.body
    ? true
    : reasons.conflict('this `Idempotency-Key` came with another body before');
}

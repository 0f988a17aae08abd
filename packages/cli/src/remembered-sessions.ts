import { createHash } from 'node:crypto';
import { homedir } from 'node:os';
import { isAbsolute, join } from 'node:path';
import { stateFiles } from './state-files.ts';

type Env = Readonly<Record<string, string | undefined>>;

/** A session that the next vend may continue: its id, which proves nothing, and its end. Never a secret. */
export type RememberedSession = { readonly id: string; readonly expiresAtMs: number };

/** What a session belongs to; another server, base, profile or scope never continues it. */
export type SessionKey = {
  readonly tvmUrl: string;
  /** Names the base credentials, such as a profile and its file; no secret. */
  readonly base: string;
  readonly profile: string;
  readonly scope?: string;
};

/** Where session ids are kept between runs, one file each. */
export type RememberedSessions = {
  /** `undefined`: none, or one that has ended or cannot be read. */
  find(key: SessionKey): Promise<RememberedSession | undefined>;
  /** Written whole or not at all, for this user only. Throws where it cannot be written. */
  remember(key: SessionKey, session: RememberedSession): Promise<void>;
  forget(key: SessionKey): Promise<void>;
};

/** The user's folder for state: `$XDG_STATE_HOME/sentinel`, `%LOCALAPPDATA%\sentinel` on Windows. */
export function stateFolder(env: Env, platform: NodeJS.Platform): string {
  const home = env['HOME'] || homedir();
  const named = platform === 'win32' ? env['LOCALAPPDATA'] : env['XDG_STATE_HOME'];
  const parent = named && isAbsolute(named) ? named : join(home, '.local', 'state');
  return join(parent, 'sentinel');
}

/** Session ids in files below `folder`, which is made when first needed. */
export function rememberedSessions(folder: string, nowMs: () => number): RememberedSessions {
  const files = stateFiles(join(folder, 'sessions'));
  return {
    async find(key) {
      const session = parsed(await files.read(nameOf(key)));
      return session !== undefined && session.expiresAtMs > nowMs() ? session : undefined;
    },
    remember: (key, session) => files.write(nameOf(key), JSON.stringify(session)),
    forget: (key) => files.remove(nameOf(key)),
  };
}

function nameOf(key: SessionKey): string {
  const parts = JSON.stringify([key.tvmUrl, key.base, key.profile, key.scope]);
  return createHash('sha256').update(parts).digest('hex').slice(0, 32);
}

function parsed(text: string): RememberedSession | undefined {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value !== 'object' || value === null) return undefined;
    if (!('id' in value && typeof value.id === 'string' && /^[0-9a-f]{16}$/.test(value.id))) {
      return undefined;
    }
    if (!('expiresAtMs' in value && typeof value.expiresAtMs === 'number')) return undefined;
    return { id: value.id, expiresAtMs: value.expiresAtMs };
  } catch {
    return undefined;
  }
}

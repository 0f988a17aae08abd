import type { Table } from './table/answer.ts';

/** What is stored of a vend: the key that was handed out, and the session that it belongs to. */
export type StoredVend = {
  readonly accessKeyId: string;
  readonly sessionId: string;
  /** Of the session; `undefined` where there is none. */
  readonly status: string | undefined;
};

/** Every key in the table, with its session. */
export function storedVends({ store }: Table): readonly StoredVend[] {
  const statuses = new Map<string, string>();
  const keys: Omit<StoredVend, 'status'>[] = [];
  for (const { item } of store.all()) {
    const text = (name: string) => String(item[name]?.['S']);
    if (text('sk').startsWith('session#')) statuses.set(text('id'), text('status'));
    if (!text('pk').startsWith('key#')) continue;
    keys.push({
      accessKeyId: text('pk').slice('key#'.length),
      sessionId: text('session_id'),
    });
  }
  return keys.map((key) => ({ ...key, status: statuses.get(key.sessionId) }));
}

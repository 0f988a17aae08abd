import type { RouteName } from '@sentinel/core/contract/index';
import type { Code } from '@sentinel/core/reasons';
import type { Ask, Json, Name } from '../town.ts';

/** A call that depends on what was answered before. */
export type Turn = (answers: readonly Json[]) => Ask;

/** Some calls that lead up to one: that one is made to fail in every way. */
export type Scene = {
  readonly name: string;
  readonly before: readonly Turn[];
  readonly ask: Turn;
  /** How it is refused where nothing fails; answered, if left out. */
  readonly code?: Code;
};

export const why = { justification: 'to see what becomes of it' };
export const text = (json: Json | undefined, member: string): string =>
  String(json?.[member] ?? '');
export const sessionOf = (answer: Json | undefined): string =>
  /"SessionId":"(\w+)"/.exec(JSON.stringify(answer))?.[1] ?? '';
export const idIn = (answer: Json | undefined): string =>
  /"id":"(\w+)"/.exec(JSON.stringify(answer))?.[1] ?? '';

export const vend =
  (profile: string, by: Name = 'alice'): Turn =>
  () => ({ by, route: 'vend', body: { profile, ...why } });
/** Goes on with the session of the answer `nth`. */
export const refresh =
  (profile: string, nth: number): Turn =>
  (answers) => ({
    by: 'alice',
    route: 'vend',
    body: { profile, session_id: sessionOf(answers[nth]), ...why },
  });
export const request =
  (profile: string, more: object = {}, key?: string): Turn =>
  () => ({
    by: 'alice',
    route: 'createRequest',
    body: { profile, ...why, ...more },
    ...(key === undefined ? {} : { key }),
  });
/** Does something to what the answer `nth` is about. */
export const act =
  (
    by: Name,
    route: RouteName,
    { nth = 0, ...more }: Pick<Ask, 'body' | 'key'> & { readonly nth?: number } = {},
  ): Turn =>
  (answers) => ({ by, route, id: idIn(answers[nth]), ...more });
export const open =
  (profiles: readonly string[], by: Name = 'alice', key?: string): Turn =>
  () => ({
    by,
    route: 'openBreakGlass',
    body: { profiles, reason_code: 'incident', justification: 'everything is on fire around here' },
    ...(key === undefined ? {} : { key }),
  });
export const revoke =
  (target: object, by: Name = 'sam', key?: string): Turn =>
  () => ({
    by,
    route: 'createRevocation',
    body: { ...target, reason: 'a stolen laptop' },
    ...(key === undefined ? {} : { key }),
  });
export const endSession =
  (
    by: Name,
    route: 'endSession' | 'revokeSession' | 'sessionById',
    more: Partial<Ask> = {},
  ): Turn =>
  (answers) => ({ by, route, id: sessionOf(answers[0]), ...more });
export const list =
  (by: Name, route: RouteName, query: Readonly<Record<string, string>> = {}): Turn =>
  () => ({ by, route, query });
/** The next page of the list that was read last. */
export const page =
  (by: Name, route: RouteName, query: Readonly<Record<string, string>> = {}): Turn =>
  (answers) => ({
    by,
    route,
    query: { ...query, page_token: text(answers.at(-1), 'next_page_token') },
  });

export const approve = act('carol', 'approveRequest');
export const approveToo = act('dan', 'approveRequest');
export const granted = [request('production'), approve, approveToo];
export const because = { body: { reason: 'a stolen laptop' } };

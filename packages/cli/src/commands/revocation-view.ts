import type { RevocationAnswer } from '@sentinel/core/contract/revocations';
import { type Fields, fields } from '../output/fields.ts';
import { type Listing, listing } from '../output/listing.ts';
import { visible } from '../output/visible.ts';
import type { OutputFormat } from '../settings.ts';

const columns = (
  [
    ['id', 'block'],
    ['kind', 'kind'],
    ['subjects', 'subjects'],
    ['profile', 'profile'],
    ['status', 'status'],
    ['by', 'by'],
    ['created_at', 'made'],
    ['until', 'until'],
    ['accounts', 'denied in'],
    ['reason', 'reason'],
  ] as const
).map(([key, title]) => ({ key, title }));

/** Revocations in the form that the person asked for. */
export function revocationsView(
  items: readonly RevocationAnswer[],
  output: OutputFormat,
  isBold: boolean,
): string {
  const list: Listing = { columns, rows: items.map(row), data: { items } };
  return listing(list, output, isBold);
}

/** One revocation in full. */
export function revocationView(revocation: RevocationAnswer, output: OutputFormat): string {
  return fields({ fields: described(revocation), data: revocation }, output);
}

/** What has taken effect by now and what follows, one line a sentence, without a line feed at the end. */
export function effectsText(revocation: RevocationAnswer): string {
  const { id, effects } = revocation;
  const denied = effects.map(
    ({ account, at, widened }) =>
      `since ${at} account ${account} denies ${deniedOf(revocation)}${widened ? ', and more than that for want of room' : ''}`,
  );
  const follows =
    effects.length > 0
      ? `other accounts, where there are any, follow: \`sentinel blocks ${id}\``
      : `no account denies yet what was issued; that takes seconds, seldom minutes: \`sentinel blocks ${id}\``;
  return [standing(revocation), ...denied, follows, afterDeny]
    .map((line) => `note: ${visible(line)}`)
    .join('\n');
}

const afterDeny =
  'a Deny stops neither GetCallerIdentity nor what rests on it: EKS tokens live up to 15 minutes more, ECR tokens up to 12 hours';

function standing({ status, kind, subjects, profile, until }: RevocationAnswer): string {
  const who = kind === 'profile' ? 'everybody' : subjects.join(', ');
  const from = profile === undefined ? '' : ` from \`${profile}\``;
  switch (status) {
    case 'open':
      return `${who} is being kept out${from}: nothing new is vended, and ${sessions[kind].soon}`;
    case 'done':
      return `${who} is kept out${from} until ${until}, and ${sessions[kind].now}`;
    case 'lifted':
    case 'expired':
      return `the block is ${status} and keeps nobody out any more; what was denied stays denied`;
  }
}

/** What becomes of sessions: those of a profile stay as they are, and are of no use. */
const sessions = {
  session: { soon: 'the session is being ended', now: 'the session is ended' },
  subject: { soon: 'sessions are being ended', now: 'every session is ended' },
  profile: {
    soon: 'no session from before goes on',
    now: 'no session from before goes on, also when the block is over',
  },
} as const satisfies Record<
  RevocationAnswer['kind'],
  { readonly soon: string; readonly now: string }
>;

function deniedOf({ kind }: RevocationAnswer): string {
  return kind === 'session' ? 'the session' : 'what was issued before';
}

function described(revocation: RevocationAnswer): Fields['fields'] {
  const { lifted } = revocation;
  return [
    ['id', revocation.id],
    ['kind', revocation.kind],
    ['subjects', revocation.subjects.join(' ')],
    ['profile', revocation.profile],
    ['session_id', revocation.session_id],
    ['status', revocation.status],
    ['reason', revocation.reason],
    ['by', revocation.by],
    ['created_at', revocation.created_at],
    ['until', revocation.until],
    ['done_at', revocation.done_at],
    ['lifted', lifted && `${lifted.by} at ${lifted.at}`],
    ['denied_in', accounts(revocation)],
  ];
}

function row(revocation: RevocationAnswer): Listing['rows'][number] {
  return [
    revocation.id,
    revocation.kind,
    revocation.subjects.join(' '),
    revocation.profile,
    revocation.status,
    revocation.by,
    revocation.created_at,
    revocation.until,
    accounts(revocation),
    revocation.reason,
  ];
}

function accounts({ effects }: RevocationAnswer): string {
  return effects.map(({ account }) => account).join(' ');
}

import { visible } from '../output/visible.ts';

const colours: Readonly<Record<string, number>> = { allow: 32, deny: 31, error: 35, withdrawn: 33 };

/** A decision record, or the detail of a failure, as one line for a person; `undefined` for other lines. */
export function devDecision(line: string, isColoured: boolean): string | undefined {
  const record: Readonly<Record<string, unknown>> = JSON.parse(line);
  if (record['level'] === 'error') return `          ${visible(String(record['detail']))}`;
  if (typeof record['seq'] !== 'number') return undefined;
  const text = (member: string) => {
    const value = record[member];
    return typeof value === 'string' ? visible(value) : '';
  };
  const outcome = text('outcome');
  const shown = isColoured ? `\u001b[${colours[outcome] ?? 0}m${outcome}\u001b[0m` : outcome;
  const rule = text('rule');
  const what = [
    text('time').slice(11, 19),
    shown,
    text('event'),
    text('subject') || text('caller_arn') || 'nobody',
    text('profile'),
    rule && `rule \`${rule}\``,
    text('code') === 'OK' ? text('access_key_id') : text('code'),
    text('reason'),
  ];
  return what.filter((part) => part !== '').join('  ');
}

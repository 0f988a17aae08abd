import { isoTime } from '@sentinel/core/audit/recorded';
import * as contract from '@sentinel/core/contract/explain';
import { type Explained, explainProfile } from '@sentinel/core/explain-profile';
import { askForApproval, breakTheGlass, isRefusal } from '@sentinel/core/reasons';
import { bind } from '../bind.ts';

/** `GET /explain?profile=...` */
export const explain = bind(contract.explain, async ({ query }, call, world) => {
  const explained = await explainProfile(call, query, world);
  return isRefusal(explained) ? explained : answerOf(explained);
});

function answerOf(explained: Explained): contract.ExplainAnswer {
  const {
    profile,
    subject,
    access,
    needs,
    effect,
    rule,
    reason,
    rules,
    opensAtMs,
    ask,
    reasonCodes,
  } = explained;
  const next = explained.isOwn ? nextFor(explained) : undefined;
  return {
    profile,
    subject,
    access,
    ...(needs.length === 0 ? {} : { needs: [...needs] }),
    effect,
    ...(rule === undefined ? {} : { rule }),
    ...(reason === undefined ? {} : { reason }),
    rules,
    ...(opensAtMs === undefined ? {} : { opens_at: isoTime(opensAtMs) }),
    ...(ask === undefined ? {} : { ask }),
    ...(reasonCodes === undefined ? {} : { reason_codes: [...reasonCodes] }),
    ...(next === undefined ? {} : { next }),
    ...(explained.assumedGroups.length === 0
      ? {}
      : { assumed_groups: [...explained.assumedGroups] }),
  };
}

/** What to run next, where there is something. */
function nextFor({ profile, access, needs, reasonCodes }: Explained): string | undefined {
  if (access === 'require_approval') {
    return `${askForApproval(profile)}${needs.includes('ticket') ? ' --ticket "..."' : ''}`;
  }
  if (access === 'break_glass') return breakTheGlass(profile, reasonCodes);
  const saying = needs.map((need) => ` --${need} "..."`).join('');
  return access === 'allow' ? `sentinel exec ${profile}${saying} -- COMMAND` : undefined;
}

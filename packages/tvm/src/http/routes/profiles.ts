import { isoTime } from '@sentinel/core/audit/recorded';
import * as contract from '@sentinel/core/contract/profiles';
import { listProfiles } from '@sentinel/core/list-profiles';
import { isRefusal } from '@sentinel/core/reasons';
import { bind } from '../bind.ts';

/** `GET /profiles` */
export const profiles = bind(contract.profiles, async (_input, call, world) => {
  const visible = await listProfiles(call, world);
  if (isRefusal(visible)) return visible;
  return {
    root: world.settings.policyRoot,
    profiles: visible.map(({ name, parameter, access, needs, description, region, opensAtMs }) => ({
      name,
      policy_path: parameter,
      ...(description === undefined ? {} : { description }),
      ...(region === undefined ? {} : { region }),
      access,
      ...(needs.length === 0 ? {} : { needs: [...needs] }),
      ...(opensAtMs === undefined ? {} : { opens_at: isoTime(opensAtMs) }),
    })),
  };
});

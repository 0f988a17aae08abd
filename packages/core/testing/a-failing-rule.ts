import type { Rule } from '../src/policy/document.ts';
import type { World } from '../src/world.ts';
import { ruleOf } from './policy.ts';

/** A rule that no document can hold: its condition throws when it is judged. */
export const failingRule: Rule = {
  ...ruleOf('allow', { any: true }),
  conditions: ruleOf('allow', { any: true }).conditions.map((condition) => ({
    ...condition,
    holds: () => {
      throw new Error('the condition broke');
    },
  })),
};

/** The world, in which every profile has `failingRule` after its first rules that deny. */
export function withFailingRule(world: World): World {
  const { library } = world;
  return {
    ...world,
    library: {
      ...library,
      profile: async (name) => {
        const loaded = await library.profile(name);
        if (loaded.state !== 'loaded') return loaded;
        const { rules } = loaded.document;
        const at = rules.findIndex(({ effect }) => effect !== 'deny');
        const document = { ...loaded.document, rules: rules.toSpliced(at, 0, failingRule) };
        return { ...loaded, document };
      },
    },
  };
}

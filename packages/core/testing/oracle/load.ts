import { completePolicy } from '../../src/policy/complete.ts';
import type { PolicySet } from '../../src/policy/document.ts';
import { parseBaseline, parseProfile } from '../../src/policy/parse.ts';
import { emitYaml } from './emit-yaml.ts';
import type { RawPolicy } from './raw.ts';

/** How a document is written: in YAML's block style, or as the JSON that is YAML too. */
export type Style = 'block' | 'json';

/** Loads documents as the product does, from text. Throws where it refuses what the generator holds for valid. */
export async function load({ document, baseline }: RawPolicy, style: Style): Promise<PolicySet> {
  const text = style === 'block' ? emitYaml : (value: object) => JSON.stringify(value);
  const profile = await parseProfile(text(document));
  const before = baseline && (await parseBaseline(text(baseline)));
  if (!profile.ok) throw refusal(text(document), profile.problems);
  if (before?.ok === false) throw refusal(text(baseline ?? {}), before.problems);
  const completed = completePolicy(profile.document, before?.document);
  if (!completed.ok) throw refusal(text(document), completed.problems);
  return completed.policy;
}

function refusal(text: string, problems: readonly unknown[]): Error {
  return new Error(`a valid document is refused: ${JSON.stringify(problems)}\n${text}`);
}

/** A variable of a module, as its file says. */
export type Variable = {
  readonly name: string;
  readonly description: string;
  readonly type: string;
  /** As written; absent: it must be given. */
  readonly fallback?: string;
};

/** An output of a module, as its file says. */
export type Output = { readonly name: string; readonly description: string };

/** Reads `variables.tf` as `terraform fmt` leaves it. Throws where a variable has no type or description. */
export function readVariables(text: string): readonly Variable[] {
  return blocksOf('variable', text).map(({ name, body }) => {
    const fallback = argument('default', body);
    return {
      name,
      description: described(name, body),
      type: typed(name, body),
      ...(fallback !== undefined && { fallback }),
    };
  });
}

/** Reads `outputs.tf` as `terraform fmt` leaves it. Throws where an output has no description. */
export function readOutputs(text: string): readonly Output[] {
  return blocksOf('output', text).map(({ name, body }) => ({
    name,
    description: described(name, body),
  }));
}

/** Variables without a rule by which wrong values are refused; those that are switches need none. */
export function unguarded(text: string): readonly string[] {
  return blocksOf('variable', text)
    .filter(({ body }) => typed('', body) !== 'bool' && !/^ {2}validation \{$/m.test(body))
    .map(({ name }) => name);
}

function blocksOf(kind: string, text: string) {
  const block = new RegExp(`^${kind} "(\\w+)" \\{\\n([\\s\\S]*?)^\\}$`, 'gm');
  return [...text.matchAll(block)].map(([, name = '', body = '']) => ({ name, body }));
}

/** The text behind the `=`, to the end of its last line. */
function argument(name: string, body: string): string | undefined {
  const lines = body.split('\n');
  const at = lines.findIndex((line) => new RegExp(`^ {2}${name} += `).test(line));
  if (at === -1) return undefined;
  const first = (lines[at] ?? '').replace(/^ {2}\w+ += /, '');
  if (!/[({[]$/.test(first)) return first;
  const end = lines.findIndex((line, index) => index > at && /^ {2}[)}\]]/.test(line));
  return [first, ...lines.slice(at + 1, end + 1).map((line) => line.trim())].join(' ');
}

function described(name: string, body: string): string {
  const written = argument('description', body);
  if (written === undefined) throw new Error(`\`${name}\` has no description`);
  return JSON.parse(written);
}

function typed(name: string, body: string): string {
  const written = argument('type', body);
  if (written === undefined) throw new Error(`\`${name}\` has no type`);
  return written.replaceAll(/ +/g, ' ');
}

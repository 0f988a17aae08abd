/** The candidate nearest to what was written, if one is near enough to be meant. */
export function nearest(written: string, candidates: readonly string[]): string | undefined {
  const text = plainForm(written);
  const reach = Math.max(1, Math.min(3, Math.floor(text.length / 3)));
  let best: { candidate: string; distance: number } | undefined;
  for (const candidate of candidates) {
    const form = plainForm(candidate);
    if (Math.abs(form.length - text.length) > reach) continue;
    const distance = editDistance(text, form, reach);
    if (distance <= reach && distance < (best?.distance ?? Number.POSITIVE_INFINITY)) {
      best = { candidate, distance };
    }
  }
  return best?.candidate ?? (text.length >= 3 ? completed(text, candidates) : undefined);
}

/** `mon` for `monday`, where nothing else begins so. */
function completed(text: string, candidates: readonly string[]): string | undefined {
  const longer = candidates.filter((candidate) => plainForm(candidate).startsWith(text));
  return longer.length === 1 ? longer[0] : undefined;
}

/** Case, spaces and the choice between `-` and `_` are not what tells words apart. */
function plainForm(text: string): string {
  return text.trim().toLowerCase().replace(/[\s-]/g, '_');
}

/**
 * Insertions, deletions, replacements and swaps of neighbours that lead from one text to the other;
 * infinite once it is plain that there are more than `reach`.
 */
function editDistance(a: string, b: string, reach: number): number {
  let before: number[] = [];
  let row = Array.from({ length: b.length + 1 }, (_, column) => column);
  for (let i = 1; i <= a.length; i += 1) {
    const next = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const replaced = at(row, j - 1) + (a[i - 1] === b[j - 1] ? 0 : 1);
      const isSwap = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      const swapped = isSwap ? at(before, j - 2) + 1 : Number.POSITIVE_INFINITY;
      next.push(Math.min(at(row, j) + 1, at(next, j - 1) + 1, replaced, swapped));
    }
    if (Math.min(...next) > reach) return Number.POSITIVE_INFINITY;
    before = row;
    row = next;
  }
  return at(row, b.length);
}

function at(row: readonly number[], column: number): number {
  return row[column] ?? Number.POSITIVE_INFINITY;
}

const star = 42;
const questionMark = 63;
const slash = 47;
const colon = 58;

/**
 * Whether a glob matches the whole text: `*` stands for any characters, `?` for one, neither for `/` or `:`.
 * Never goes back beyond the last `*`, so it takes at most |glob| x |text| steps.
 */
export function matchesGlob(glob: string, text: string): boolean {
  let g = 0;
  let t = 0;
  let afterStar = -1;
  let retryAt = 0;
  while (t < text.length) {
    const wanted = glob.charCodeAt(g);
    const given = text.charCodeAt(t);
    if (wanted === star) {
      afterStar = ++g;
      retryAt = t;
    } else if (wanted === given || (wanted === questionMark && !isSeparator(given))) {
      g++;
      t++;
    } else {
      if (afterStar < 0 || isSeparator(text.charCodeAt(retryAt))) return false;
      g = afterStar;
      t = ++retryAt;
    }
  }
  while (glob.charCodeAt(g) === star) g++;
  return g === glob.length;
}

function isSeparator(code: number): boolean {
  return code === slash || code === colon;
}

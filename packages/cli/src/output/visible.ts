/**
 * What moves the cursor, turns the text's direction, or is not seen at all: control and format characters,
 * line and paragraph separators, lone surrogates, private and unassigned code points, default ignorables.
 */
const unseen = /[\p{C}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/gu;

/** Text from elsewhere as one line that cannot act on a terminal: what is not seen is shown as `\u{1b}`. */
export function visible(text: string): string {
  return text.replace(unseen, (character) => `\\u{${codeOf(character).toString(16)}}`);
}

/** The same for JSON text, by escapes that JSON knows; line feeds between members stay. */
export function visibleJson(json: string): string {
  return json.replace(unseen, (character) => (character === '\n' ? character : escaped(character)));
}

function escaped(character: string): string {
  return character
    .split('')
    .map((unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)
    .join('');
}

function codeOf(character: string): number {
  return character.codePointAt(0) ?? 0;
}

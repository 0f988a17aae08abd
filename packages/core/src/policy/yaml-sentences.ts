/** What yaml's error codes mean to whoever wrote the text; others are but said to be no YAML. */
const sentences: ReadonlyMap<string, string> = new Map([
  ['ALIAS_PROPS', 'aliases are not allowed'],
  ['BAD_ALIAS', 'aliases (`*`) are not allowed'],
  ['BAD_COLLECTION_TYPE', 'tags are not allowed'],
  ['BAD_DIRECTIVE', 'directives (`%`) are not allowed'],
  ['BAD_DQ_ESCAPE', 'there is no such escape in double quotes'],
  ['BAD_INDENT', 'expected another indentation, or a bracket is not closed'],
  ['BAD_PROP_ORDER', 'anchors and tags are not allowed'],
  ['BAD_SCALAR_START', 'text that begins with this character needs quotes'],
  ['BLOCK_AS_IMPLICIT_KEY', 'expected one key and value a line: text with `: ` in it needs quotes'],
  ['BLOCK_IN_FLOW', 'a block cannot stand within brackets'],
  ['KEY_OVER_1024_CHARS', 'a key is at most 1,024 characters long'],
  ['MISSING_CHAR', 'a closing bracket, a quote, a colon or a space is missing here'],
  ['MULTILINE_IMPLICIT_KEY', 'expected a key on one line, followed by `:`'],
  ['MULTIPLE_ANCHORS', 'anchors are not allowed'],
  ['MULTIPLE_DOCS', 'expected one document, found another'],
  ['MULTIPLE_TAGS', 'tags are not allowed'],
  ['TAB_AS_INDENT', 'expected spaces, found a tab'],
  ['TAG_RESOLVE_FAILED', 'tags (`!`) are not allowed'],
  ['UNEXPECTED_TOKEN', 'this sign or word cannot stand here: text with signs in it needs quotes'],
]);

/** Why a text is no YAML, in our words. */
export function yamlSentence(code: string): string {
  return sentences.get(code) ?? 'this is no YAML';
}

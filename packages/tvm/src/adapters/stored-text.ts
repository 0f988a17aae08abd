/**
 * A text of people as it is stored. DynamoDB holds UTF-8, in which half of a surrogate pair has no place: what is not
 * well-formed, or begins with a quotation mark, is stored as JSON, so that it comes back as it was sent.
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/HowItWorks.NamingRulesDataTypes.html
 */
export function toStoredText(text: string): string {
  return text.isWellFormed() && !text.startsWith('"') ? text : JSON.stringify(text);
}

/** The text of what `toStoredText` made; a text that it did not make is left as it is. */
export function fromStoredText(stored: string): string {
  if (!stored.startsWith('"')) return stored;
  try {
    return String(JSON.parse(stored));
  } catch {
    return stored;
  }
}

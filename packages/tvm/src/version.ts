/** Of the server; the release sets it. */
export const version = '1.14.0';

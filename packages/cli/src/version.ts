/** Of this command; a test compares it with package.json. */
export const version = '1.14.0';

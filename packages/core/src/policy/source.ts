/** Which version of which document took part in a decision. */
export type Source = {
  /** Full name of the SSM parameter. */
  readonly parameter: string;
  readonly version: number;
  /** Lower-case hex of the document's SHA-256. */
  readonly sha256: string;
};

/** One invariant of SECURITY.md, and the part that it waits for if that is not built. */
export type Invariant = {
  readonly id: string;
  readonly holds: string;
  readonly waitsFor?: string;
};

/** Everything that must always hold; a test of one has its id at the beginning of its name. */
export const invariants: readonly Invariant[] = [
  { id: 'SEC-01', holds: 'no credentials without an explicit allow, a grant or a break-glass' },
  { id: 'SEC-02', holds: 'any dependency that fails, at any call, gives no credentials' },
  { id: 'SEC-03', holds: 'identity comes from the IAM authorizer context alone' },
  { id: 'SEC-04', holds: 'two principals never share a subject, a stamp or a session' },
  { id: 'SEC-05', holds: 'the caller never chooses the role' },
  { id: 'SEC-06', holds: 'a document with any malformed part is refused; omission never widens' },
  { id: 'SEC-07', holds: 'an explicit deny is final' },
  { id: 'SEC-08', holds: 'nobody approves or reviews their own request' },
  { id: 'SEC-09', holds: 'a grant is used as it was approved, and no more' },
  { id: 'SEC-10', holds: 'break-glass limits cannot be passed' },
  { id: 'SEC-11', holds: 'a vend is refused, or committed before a revocation returned' },
  { id: 'SEC-12', holds: 'the session is stored before STS is called' },
  { id: 'SEC-13', holds: 'credentials are of no use after their time' },
  { id: 'SEC-14', holds: 'everything sent to STS satisfies its patterns and limits' },
  { id: 'SEC-15', holds: 'secrets occur in no log, error, record, URL, argv or fixture' },
  { id: 'SEC-16', holds: 'decision records are chained; the verifier itself is to come' },
  { id: 'SEC-17', holds: 'one line per record, whatever the input' },
  { id: 'SEC-18', holds: 'the local endpoint answers its own child only' },
  { id: 'SEC-19', holds: 'the child inherits no credentials but ours' },
  { id: 'SEC-20', holds: 'the client signs for, and sends to, the configured host only' },
  { id: 'SEC-21', holds: 'duplicate, encoded or unknown parameters and members are refused' },
  { id: 'SEC-22', holds: 'inputs built to be slow or large are refused within 50 ms' },
  { id: 'SEC-23', holds: 'a signed document works in its own place and time', waitsFor: 'signing' },
  { id: 'SEC-24', holds: 'state changes only through the TVM' },
  { id: 'SEC-25', holds: 'only the TVM assumes protected roles' },
  { id: 'SEC-26', holds: 'those without access are not told what exists' },
  { id: 'SEC-27', holds: 'a session token is of no use elsewhere or later' },
  { id: 'SEC-28', holds: 'rate limits hold under parallel load and fail closed' },
  { id: 'SEC-29', holds: 'only the API hands the handlers an event' },
  { id: 'SEC-30', holds: 'nothing that a caller sends adds a permission' },
  { id: 'SEC-31', holds: 'nothing received becomes code, a credential source or a destination' },
];

/** STS's answer to GetCallerIdentity of alice's session for `dev`, as STS writes it. */
export function anIdentity(
  said: { readonly arn?: string; readonly userId?: string; readonly account?: string } = {},
): string {
  const {
    arn = 'arn:aws:sts::111122223333:assumed-role/SentinelProtected-Dev/alice',
    userId = 'AROAEXAMPLEEXAMPLE000:alice',
    account = '111122223333',
  } = said;
  return `<GetCallerIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/">
  <GetCallerIdentityResult>
    <Arn>${arn}</Arn>
    <UserId>${userId}</UserId>
    <Account>${account}</Account>
  </GetCallerIdentityResult>
  <ResponseMetadata>
    <RequestId>01234567-89ab-cdef-0123-456789abcdef</RequestId>
  </ResponseMetadata>
</GetCallerIdentityResponse>
`;
}

/**
 * A Region's name as AWS forms them, `eu-west-1` or `us-gov-east-1`. SDKs write it into the names of the hosts
 * that they send to, so what a server or a policy says must be nothing else.
 * https://docs.aws.amazon.com/general/latest/gr/rande.html
 */
export function isRegion(text: string): boolean {
  return /^[a-z]{2,5}(-[a-z]{2,12}){1,3}-[0-9]{1,2}$/.test(text);
}

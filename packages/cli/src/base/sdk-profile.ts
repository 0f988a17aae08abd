/** One profile of the AWS files, apart so that only it is loaded where only it is asked. */
export { fromIni } from '@aws-sdk/credential-provider-ini';

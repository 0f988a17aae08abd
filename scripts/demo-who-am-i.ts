// A program like any other: it uses an AWS SDK and knows nothing of Sentinel. Its one argument is where STS listens
// on this machine; against AWS itself there would be none.
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';

const [, , endpoint] = process.argv;
const sts = new STSClient(endpoint === undefined ? {} : { endpoint });
const { Arn } = await sts.send(new GetCallerIdentityCommand({}));
console.log(Arn);

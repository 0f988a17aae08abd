import type { Reply } from '@sentinel/tvm/testing/local-server';
import { ssmReply } from '@sentinel/tvm/testing/local-ssm';
import { assumed } from '@sentinel/tvm/testing/local-sts';
import { documents } from './documents.ts';
import { standInTable } from './table.ts';

/** What of a request tells which service answers it, and what. */
export type Asked = {
  /** Header `x-amz-target`; STS has none. */
  readonly target: string | undefined;
  readonly body: string;
};

export type ServiceName = 'dynamodb' | 'ssm' | 'sts';

/** Which service a request is for. */
export function serviceOf(target: string | undefined): ServiceName {
  if (target === undefined) return 'sts';
  return target.startsWith('DynamoDB') ? 'dynamodb' : 'ssm';
}

/** DynamoDB, SSM and STS, as much of them as a vend asks for, answering at once and checking nothing. */
export function standInAws(): (asked: Asked) => Reply {
  const table = standInTable();
  return ({ target, body }) => {
    switch (serviceOf(target)) {
      case 'dynamodb': {
        const operation = target?.slice(target.indexOf('.') + 1) ?? '';
        return {
          status: 200,
          headers: { 'content-type': 'application/x-amz-json-1.0' },
          body: JSON.stringify(table(operation, body)),
        };
      }
      case 'ssm': {
        const { Name }: { readonly Name: string } = JSON.parse(body);
        const Value = documents[Name];
        if (Value === undefined) return ssmReply(400, { __type: 'ParameterNotFound' });
        return ssmReply(200, { Parameter: { Name, Type: 'String', Value, Version: 1 } });
      }
      case 'sts':
        return assumed(body, Date.now());
    }
  };
}

import { RemovalPolicy } from 'aws-cdk-lib';
import {
  AttributeType,
  BillingMode,
  StreamViewType,
  Table,
  TableEncryption,
} from 'aws-cdk-lib/aws-dynamodb';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { Construct } from 'constructs';
import { tableIndexes, tableKeys, ttlAttribute } from '../declarations/table.ts';
import type { Settings } from './props.ts';

/** The one table, which only the functions may write. */
export function stateTable(scope: Construct, settings: Settings, key: IKey): Table {
  const table = new Table(scope, 'Table', {
    tableName: settings.tableName,
    partitionKey: text(tableKeys.pk),
    sortKey: text(tableKeys.sk),
    billingMode: BillingMode.PAY_PER_REQUEST,
    timeToLiveAttribute: ttlAttribute,
    stream: StreamViewType.NEW_AND_OLD_IMAGES,
    pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
    encryption: TableEncryption.CUSTOMER_MANAGED,
    encryptionKey: key,
    deletionProtection: settings.deletionProtection,
    removalPolicy: settings.deletionProtection
      ? RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE
      : RemovalPolicy.DESTROY,
  });
  for (const [indexName, { pk, sk }] of Object.entries(tableIndexes)) {
    table.addGlobalSecondaryIndex({ indexName, partitionKey: text(pk), sortKey: text(sk) });
  }
  return table;
}

function text(name: string) {
  return { name, type: AttributeType.STRING };
}

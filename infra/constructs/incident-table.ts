import { AttributeType, Billing, type ITableV2, ProjectionType, TableV2 } from 'aws-cdk-lib/aws-dynamodb';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import { STAYS } from './staying.ts';

const keysOnly = ProjectionType.KEYS_ONLY;
const text = (name: string) => ({ name, type: AttributeType.STRING });

/**
 * The table of everything that was said, promised and delivered. It outlives the stack: what was published must stay
 * provable.
 */
export class IncidentTable extends Construct {
  readonly table: ITableV2;

  /** `kept`: the name of a table that is there already, and is taken up instead. */
  constructor(scope: Construct, id: string, kept?: string) {
    super(scope, id);
    if (kept !== undefined) {
      this.table = TableV2.fromTableName(this, 'Table', kept);
      return;
    }
    const table = new TableV2(this, 'Table', {
      partitionKey: text('pk'),
      sortKey: text('sk'),
      billing: Billing.onDemand(),
      timeToLiveAttribute: 'expiresAt',
      pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
      deletionProtection: true,
      removalPolicy: STAYS,
      globalSecondaryIndexes: [
        // Both are hints that hold keys only; whatever is decided is decided on a consistent Query of the table.
        { indexName: 'watch', partitionKey: text('watchPk'), sortKey: text('watchAt'), projectionType: keysOnly },
        {
          indexName: 'history',
          partitionKey: text('historyMonth'),
          sortKey: text('openedAt'),
          projectionType: keysOnly,
        },
      ],
    });
    this.table = table as ITableV2;
  }

  /** To put many items in one call, each by itself. */
  putTogether(): PolicyStatement {
    return new PolicyStatement({ actions: ['dynamodb:BatchWriteItem'], resources: [this.table.tableArn] });
  }

  /** To keep those who follow, to count who asks to, and to see what is open: of the rest of the table nothing. */
  keepSubscribers(): PolicyStatement[] {
    return [
      this.#inPartitions(['GetItem', 'PutItem'], ['SUBSCRIBER#*', 'SIGNUP#*']),
      this.eraseSubscribers(),
      this.#inPartitions(['GetItem', 'BatchGetItem', 'Query'], ['SITE']),
    ];
  }

  /** To delete somebody who follows. Nothing else may be deleted by anybody. */
  eraseSubscribers(): PolicyStatement {
    return this.#inPartitions(['DeleteItem'], ['SUBSCRIBER#*']);
  }

  #inPartitions(actions: string[], keys: string[]): PolicyStatement {
    return new PolicyStatement({
      actions: actions.map((action) => `dynamodb:${action}`),
      resources: [this.table.tableArn],
      conditions: { 'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': keys } },
    });
  }

  /** Single items, queries, and many that are known by their keys in one batch: no scan and no transaction. */
  readAndWrite(): PolicyStatement[] {
    const { tableArn } = this.table;
    return [
      new PolicyStatement({
        actions: ['GetItem', 'BatchGetItem', 'PutItem', 'UpdateItem', 'Query'].map((action) => `dynamodb:${action}`),
        resources: [tableArn],
      }),
      new PolicyStatement({
        actions: ['dynamodb:Query'],
        resources: [`${tableArn}/index/watch`, `${tableArn}/index/history`],
      }),
    ];
  }
}

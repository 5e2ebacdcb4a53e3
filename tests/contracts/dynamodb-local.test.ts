import { afterAll, beforeAll, describe } from 'vitest';
import { startDynamodbLocal, type TestDatabase, whyNoDynamodbLocal } from '../support/dynamodb.ts';
import { deskContract } from './desk.contract.ts';
import { dynamodbStores } from './dynamodb-stores.ts';
import { importsContract } from './imports.contract.ts';
import { incidentLogContract } from './incident-log.contract.ts';
import { lostAnswersContract } from './lost-answers.contract.ts';
import { machinesContract } from './machines.contract.ts';
import {
  alarmClaimsContract,
  auditLogContract,
  draftsContract,
  followUpsContract,
  handoversContract,
  overContract,
  rateLimitsContract,
  receiptsContract,
} from './operations.contract.ts';
import { peopleContract } from './people.contract.ts';
import { controlContract, deliveriesContract, holdsContract, remindersContract } from './records.contract.ts';
import { signUpCountsContract } from './sign-up-counts.contract.ts';
import { siteIndexContract } from './site-index.contract.ts';
import { subscribersContract } from './subscribers.contract.ts';

const whyNot = await whyNoDynamodbLocal();

describe.skipIf(whyNot)(`in DynamoDB, played by AWS's DynamoDB Local${whyNot ? ` (skipped: ${whyNot})` : ''}`, () => {
  let database: TestDatabase;
  // The first run fetches 65 MB, and Java takes its time.
  beforeAll(async () => {
    database = await startDynamodbLocal();
  });
  afterAll(() => database.close());
  const stores = () => dynamodbStores(database);

  incidentLogContract(stores);
  deliveriesContract(stores);
  remindersContract(stores);
  controlContract(stores);
  holdsContract(stores);
  auditLogContract(stores);
  rateLimitsContract(stores);
  alarmClaimsContract(stores);
  overContract(stores);
  receiptsContract(stores);
  draftsContract(stores);
  handoversContract(stores);
  followUpsContract(stores);
  siteIndexContract(stores);
  importsContract(stores);
  peopleContract(stores);
  machinesContract(stores);
  signUpCountsContract(stores);
  subscribersContract(stores);
  deskContract(stores);
  lostAnswersContract(() => database.table());
});

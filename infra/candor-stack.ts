import { CfnOutput, Duration, Stack } from 'aws-cdk-lib';
import { EventBus } from 'aws-cdk-lib/aws-events';
import type { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import { Channel, incidentNudges, nudges, statusChanges } from './constructs/channel.ts';
import type { FunctionName } from './constructs/function-names.ts';
import { countListeners, putEvents, readSecret, tell } from './constructs/grants.ts';
import { Heartbeat } from './constructs/heartbeat.ts';
import { IncidentTable } from './constructs/incident-table.ts';
import { OperationsApi } from './constructs/operations-api.ts';
import { People } from './constructs/people.ts';
import { PipelineFunction } from './constructs/pipeline-function.ts';
import { SignIn } from './constructs/sign-in.ts';
import { StatusSite } from './constructs/status-site.ts';
import { WorkQueue } from './constructs/work-queue.ts';
import { XAccount } from './constructs/x-account.ts';

const sweepTimeout = Duration.seconds(50);

/** The whole system on one page. `bundles` is the folder that holds a folder per function, as infra/build.ts makes it. */
export class CandorStack extends Stack {
  constructor(scope: Construct, id: string, { bundles }: { bundles: string }) {
    super(scope, id, { description: 'Candor: an outage pipeline that keeps its word' });

    const table = new IncidentTable(this, 'Incidents');
    const bus = new EventBus(this, 'Bus');
    const people = new People(this, 'People').topic;
    const look = new WorkQueue(this, 'Look', { timeout: sweepTimeout, people });
    const site = new StatusSite(this, 'Site');
    const x = new XAccount(this, 'X');
    const ops = new OperationsApi(this, 'Ops');
    const signIn = new SignIn(this, 'SignIn', { opsUrl: ops.url });

    const inTable = { CANDOR_TABLE: table.table.tableName };
    const nudging = { CANDOR_BUS: bus.eventBusName, CANDOR_LOOK_QUEUE_URL: look.queue.queueUrl };
    const addresses = { CANDOR_SITE_URL: site.url, CANDOR_OPS_URL: ops.url };
    const inBucket = { CANDOR_SITE_BUCKET: site.bucket.bucketName };
    const toPeople = { CANDOR_REMINDER_TOPIC: people.topicArn };
    const mayAppend = [...table.readAndWrite(), putEvents(bus), look.send()];

    const lambda = (
      name: FunctionName,
      description: string,
      timeout: Duration,
      environment: Record<string, string>,
      grants: PolicyStatement[],
    ) => new PipelineFunction(this, { name, description, bundles, timeout, environment, grants });
    const s = Duration.seconds;

    const command = lambda(
      'command',
      'Takes commands from people and answers reads',
      s(15),
      { ...inTable, ...nudging, ...addresses },
      mayAppend,
    );
    const intake = lambda(
      'intake',
      'Takes status changes from machines',
      s(15),
      { ...inTable, ...nudging, ...addresses },
      mayAppend,
    );
    const sweep = lambda(
      'sweep',
      'Acts on what is due',
      sweepTimeout,
      { ...inTable, ...nudging, ...inBucket, ...toPeople },
      [...mayAppend, countListeners(people), ...site.inspectFrontPage()],
    );
    const publishSite = lambda(
      'publish-site',
      'Brings the status site in line with the log',
      s(30),
      { ...inTable, ...inBucket, ...addresses },
      [...table.readAndWrite(), ...site.publish()],
    );
    const publishX = lambda(
      'publish-x',
      'Brings X in line with the log',
      s(30),
      { ...inTable, ...addresses, ...toPeople, CANDOR_X_URL: x.url, CANDOR_X_SECRET: x.secret.secretArn },
      [...table.readAndWrite(), readSecret(x.secret), tell(people)],
    );
    const remind = lambda(
      'remind',
      'Reminds people before a promise is due',
      s(30),
      { ...inTable, ...addresses, ...toPeople },
      [...table.readAndWrite(), tell(people)],
    );
    const console = lambda(
      'console',
      'The pages for those who operate',
      s(15),
      { ...addresses, CANDOR_SIGN_IN_URL: signIn.url, CANDOR_CLIENT_ID: signIn.consoleClient.userPoolClientId },
      [],
    );

    ops.connect({ command, intake, console, signIn });
    look.feed(sweep, { maxConcurrency: 2 });
    new Heartbeat(this, 'Heartbeat', { sweep, people });
    new Channel(this, 'StatusChanges', { bus, events: statusChanges, consumer: intake, people });
    new Channel(this, 'SiteChannel', { bus, events: nudges, consumer: publishSite, people });
    new Channel(this, 'XChannel', { bus, events: incidentNudges, consumer: publishX, people });
    new Channel(this, 'Reminders', { bus, events: incidentNudges, consumer: remind, people });

    const outputs = {
      SiteUrl: site.url,
      OpsUrl: ops.url,
      SignInUrl: signIn.url,
      UserPoolId: signIn.pool.userPoolId,
      MachineClientId: signIn.machineClient.userPoolClientId,
      PeopleTopicArn: people.topicArn,
      XTokensArn: x.secret.secretArn,
      BusName: bus.eventBusName,
      TableName: table.table.tableName,
    };
    for (const [name, value] of Object.entries(outputs)) new CfnOutput(this, name, { value });
  }
}

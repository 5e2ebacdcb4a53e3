import { CfnOutput, Duration, Stack, type StackProps } from 'aws-cdk-lib';
import { EventBus } from 'aws-cdk-lib/aws-events';
import type { Construct } from 'constructs';
import { config as projectConfig } from '../shared/config/config.ts';
import type { Config } from '../shared/config/config-schema.ts';
import type { Kept } from '../shared/config/stage-schema.ts';
import { takesTickets } from '../shared/config/takes-tickets.ts';
import { SITE } from '../shared/core/channel/shipped.ts';
import { isPersonalChannel } from '../shared/core/subscribers/subscriber.ts';
import { styleHash } from '../shared/site/csp.ts';
import type { OwnDomain } from './certificate-stack.ts';
import { Channel, nudgesFor, statusChanges, Waiting } from './constructs/channel.ts';
import { Desk, listenTimeout } from './constructs/desk.ts';
import { Follow } from './constructs/follow.ts';
import type { FunctionName } from './constructs/function-names.ts';
import {
  countListeners,
  letInMachines,
  makeMachines,
  putEvents,
  readSecret,
  replaceSecret,
  sayGoodbye,
  subscribePeople,
  tell,
} from './constructs/grants.ts';
import { Heartbeat } from './constructs/heartbeat.ts';
import { IncidentTable } from './constructs/incident-table.ts';
import { OperationsApi } from './constructs/operations-api.ts';
import { People } from './constructs/people.ts';
import { PipelineFunction, type PipelineFunctionProps } from './constructs/pipeline-function.ts';
import { SignIn } from './constructs/sign-in.ts';
import { SigningKey } from './constructs/signing-key.ts';
import { StatusSite } from './constructs/status-site.ts';
import { WorkQueue } from './constructs/work-queue.ts';
import type { Standby } from './edge-stack.ts';
import { type MadeChannel, publicChannels } from './public-channels.ts';

const sweepTimeout = Duration.seconds(50);
/** Of a batch of status changes the last is begun ten seconds before it (shared/lambda/queue.ts). */
const intakeTimeout = Duration.seconds(20);

export type CandorStackProps = Pick<StackProps, 'env'> & {
  /** The folder that holds a folder per function, as infra/build.ts makes it. */
  bundles: string;
  standby?: Standby | undefined;
  /** Names of its own for site, operations and sign-in; without them the ones that AWS makes up. */
  domain?: OwnDomain | undefined;
  /** What is there already, and is taken up instead of being made. */
  kept?: Kept | undefined;
  /** Of the house, if it is not the project's own: the one that is in the bundles. */
  config?: Config | undefined;
};

/** The whole system on one page. */
export class CandorStack extends Stack {
  constructor(scope: Construct, id: string, props: CandorStackProps) {
    const { bundles, standby, domain, kept = {}, config = projectConfig, ...where } = props;
    const description = 'Candor: an outage pipeline that keeps its word';
    super(scope, id, { description, terminationProtection: true, ...where });

    const table = new IncidentTable(this, 'Incidents', kept.table);
    const bus = new EventBus(this, 'Bus');
    const people = new People(this, 'People').topic;
    const look = new WorkQueue(this, 'Look', { timeout: sweepTimeout, people });
    const linkKey = new SigningKey(this, 'LinkKey', {
      description: 'Signs the action links in reminders',
      notRotated:
        'A link lives for an hour and does nothing that could not be taken back; a rotation in the middle of an outage would void the links in the reminders that are out.',
    }).secret;
    const intakeKey = new SigningKey(this, 'IntakeKey', {
      description: 'What the secrets of the sources of alarms are derived from',
      notRotated: 'Every monitor would have to be told its new secret in the same moment, or its alarms would be lost.',
      outlives: true,
      kept: kept.keys?.intake,
    }).secret;
    const ops = new OperationsApi(this, 'Ops', { domain });
    const keptKey = kept.keys?.subscribers;
    const follow =
      config.mail && new Follow(this, 'Follow', { mail: config.mail, url: ops.madeUpUrl, people, keptKey });
    const styles = [styleHash(config.brand.accent)];
    const site = new StatusSite(this, 'Site', { styles, standby, domain, follow: follow?.origin, kept: kept.site });
    const signIn = new SignIn(this, 'SignIn', { opsUrl: ops.url, domain });

    // A first deployment fails most often at the distribution, and what refuses deletion could not be taken back.
    if (site.distribution) for (const late of [table, signIn]) late.node.addDependency(site.distribution);

    const inTable = { CANDOR_TABLE: table.table.tableName };
    const inBucket = { CANDOR_SITE_BUCKET: site.bucket.bucketName };
    const nudging = { CANDOR_BUS: bus.eventBusName, CANDOR_LOOK_QUEUE_URL: look.queue.queueUrl };
    const toPeople = { CANDOR_REMINDER_TOPIC: people.topicArn };
    const siteAddress = { CANDOR_SITE_URL: site.url };
    const addresses = { ...siteAddress, CANDOR_OPS_URL: ops.url };
    const signing = { CANDOR_LINK_SECRET: linkKey.secretArn };
    const taking = { CANDOR_INTAKE_SECRET: intakeKey.secretArn };
    const append = [...table.readAndWrite(), putEvents(bus), look.send()];

    const lambda = (name: FunctionName, props: Omit<PipelineFunctionProps, 'name' | 'bundles'>) =>
      new PipelineFunction(this, { name, bundles, ...props });

    const command = lambda('command', {
      description: 'Takes commands from people and answers reads',
      isWaitedFor: true,
      // Before its clients give up (shared/client/send.ts), after what it calls itself has (shared/adapters/aws).
      timeout: Duration.seconds(10),
      environment: {
        ...inTable,
        ...nudging,
        ...addresses,
        ...toPeople,
        ...signing,
        ...taking,
        CANDOR_SIGN_IN_URL: signIn.url,
        CANDOR_USER_POOL: signIn.pool.userPoolId,
        ...(follow && { CANDOR_SUBSCRIBER_SECRET: follow.key.secret.secretArn }),
      },
      grants: [
        ...append,
        countListeners(people),
        subscribePeople(people),
        sayGoodbye(people),
        readSecret(linkKey),
        readSecret(intakeKey),
        replaceSecret(intakeKey),
        table.putTogether(),
        makeMachines(signIn.pool),
        ...(follow ? [readSecret(follow.key.secret), replaceSecret(follow.key.secret), table.eraseSubscribers()] : []),
      ],
    });
    const intake = lambda('intake', {
      description: 'Takes status changes from machines',
      isWaitedFor: true,
      timeout: intakeTimeout,
      environment: { ...inTable, ...nudging, ...taking, ...toPeople },
      grants: [...append, table.putTogether(), readSecret(intakeKey), countListeners(people)],
    });
    const sweep = lambda('sweep', {
      description: 'Acts on what is due, and reminds people before a promise is',
      timeout: sweepTimeout,
      environment: { ...inTable, ...nudging, ...inBucket, ...addresses, ...toPeople, ...signing },
      grants: [...append, countListeners(people), tell(people), readSecret(linkKey), ...site.inspectFrontPage()],
    });
    const publishSite = lambda('publish-site', {
      description: 'Brings the status site in line with the log',
      isWaitedFor: true,
      timeout: Duration.seconds(30),
      environment: { ...inTable, ...inBucket, ...siteAddress },
      grants: [...table.readAndWrite(), ...site.publish()],
    });
    const console = lambda('console', {
      description: 'The pages for those who operate',
      isWaitedFor: true,
      // Before the gateway gives up (30 s), after the console has given up on the API (functions/console/connect.ts).
      timeout: Duration.seconds(25),
      environment: {
        ...addresses,
        CANDOR_SIGN_IN_URL: signIn.url,
        CANDOR_CLIENT_ID: signIn.consoleClient.userPoolClientId,
      },
      grants: [],
    });

    follow?.answer(ops, lambda, {
      environment: { ...inTable, ...siteAddress },
      grants: table.keepSubscribers(),
    });

    const door = ops.connect({ command, console, intake, signIn });
    // The authorizer comes with its routes, and they after the function.
    command.lambda.addToRolePolicy(letInMachines(door));
    command.lambda.addEnvironment('CANDOR_API', door.apiId).addEnvironment('CANDOR_AUTHORIZER', door.authorizerId);
    ops.pageWhenAlarmsAreRefused(people);
    const tellsEach = config.channels.some(isPersonalChannel);
    new Heartbeat(this, 'Heartbeat', { sweep, people, tellsEach });
    const alarms = Object.fromEntries(
      config.intake.sources.flatMap(({ id, events }) => (events === undefined ? [] : [[`Alarms-${id}`, events]])),
    );
    // Queues share a function's workers where they can: a new account has ten (shared/config/workers.ts).
    const changes = new Channel(this, 'StatusChanges', {
      bus,
      events: statusChanges,
      others: alarms,
      consumer: intake,
      people,
      // For what a storm leaves there: its messages are worked off together (docs/adr/0042-a-storm-that-comes-one-by-one.md).
      window: Duration.seconds(1),
      batchSize: 50,
    });
    intake.lambda.addEnvironment('CANDOR_STORM_QUEUE_URL', changes.work.queue.queueUrl);
    intake.lambda.addToRolePolicy(changes.work.send());
    look.feed(sweep);
    new Waiting(this, 'Reminders', { bus, events: nudgesFor('people'), work: look });
    new Channel(this, 'SiteChannel', { bus, events: nudgesFor('public', SITE.name), consumer: publishSite, people });

    const made = new Map<string, MadeChannel>();
    for (const name of config.channels)
      made.set(
        name,
        publicChannels[name]({
          stack: this,
          bus,
          people,
          lambda,
          environment: { ...inTable, ...addresses, ...toPeople },
          grants: [...table.readAndWrite(), tell(people)],
          follow,
          table,
          keptKeys: kept.keys,
        }),
      );

    if (config.desk.sources.length > 0) {
      // Mail has no account: it comes by the webhook of a ticket system, and goes by that.
      const heard = config.desk.sources.flatMap((source) =>
        source === 'mail' ? [] : (made.get(source)?.account ?? []),
      );
      const tickets = takesTickets(config) ? { environment: taking, grants: [readSecret(intakeKey)] } : undefined;
      const accounts = Object.assign({}, ...heard.map(({ environment }) => environment));
      const listen = lambda('listen', {
        description: 'Hears what customers say, and sees to it that whoever was answered is told',
        timeout: listenTimeout,
        environment: { ...inTable, ...nudging, ...addresses, ...toPeople, ...accounts, ...tickets?.environment },
        grants: [...append, tell(people), ...heard.map(({ secret }) => readSecret(secret)), ...(tickets?.grants ?? [])],
      });
      const desk = new Desk(this, 'Desk', { listen, people });
      if (tickets !== undefined) {
        desk.beAskedBy(intake);
        ops.connectTickets(intake);
      }
      // Who answers somebody is told at once whether it stands there.
      for (const [name, value] of Object.entries(accounts)) command.lambda.addEnvironment(name, String(value));
      for (const { secret } of heard) command.lambda.addToRolePolicy(readSecret(secret));
    }

    const outputs: Record<string, string> = {
      SiteUrl: site.url,
      OpsUrl: ops.url,
      SignInUrl: signIn.url,
      UserPoolId: signIn.pool.userPoolId,
      MachineClientId: signIn.machineClient.userPoolClientId,
      PeopleTopicArn: people.topicArn,
      BusName: bus.eventBusName,
      BusArn: bus.eventBusArn,
      IntakeKeyArn: intakeKey.secretArn,
      TableName: table.table.tableName,
      // With these a page can be put up by hand when nothing of ours runs (docs/adr/0012).
      SiteBucketName: site.bucket.bucketName,
      ...(site.distribution ? { DistributionId: site.distribution.distributionId } : {}),
      ...(standby ? { StandbyBucketName: standby.bucketName, StandbyRegion: standby.region } : {}),
      ...(follow ? { SubscriberKeyArn: follow.key.secret.secretArn } : {}),
      ...(domain
        ? { MadeUpSiteUrl: site.madeUpUrl, MadeUpOpsUrl: ops.madeUpUrl, MadeUpSignInUrl: signIn.madeUpUrl }
        : {}),
      ...Object.assign({}, ...[...made.values()].map(({ outputs: own }) => own)),
    };
    for (const [name, value] of Object.entries(outputs)) new CfnOutput(this, name, { value });
  }
}

import { rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Config } from '../../../shared/config/config-schema.ts';
import { constructId } from '../../constructs/function-names.ts';
import { REGION } from '../cloud/arn.ts';
import type { Clock } from '../cloud/clock.ts';
import { type Cloud, startCloud } from '../cloud/cloud.ts';
import type { MeteredCall } from '../cloud/meter.ts';
import { nearbyNames } from '../world/hosts.ts';
import type { Invite } from '../world/sim-routes.ts';
import { startWorld, type World } from '../world/world.ts';
import { systemStack, takesParameter } from './assembly.ts';
import { localHouse } from './house.ts';
import { inboxSubscriber } from './inbox.ts';
import { armOnce, listenOnce, untilReady } from './ready.ts';
import { ticketSystem } from './ticket-system.ts';

export interface SystemOptions {
  /** A cloud assembly, as `currentAssembly` makes it or a test has changed it. */
  readonly assembly: string;
  readonly dataDir: string;
  /** The site's port; ops and world are on the next two. 0 picks free ones. */
  readonly port: number;
  readonly sweepSeconds: number;
  /** Functions start when they are first called, not ahead of that. */
  readonly cold?: boolean;
  /** What the assembly was built with, if not with the project's own config. */
  readonly config?: Config | undefined;
  /** The time of cloud and world; the machine's own if not said. */
  readonly clock?: Clock;
  /** Where X is, if not in the world. */
  readonly xUrl?: string;
  /** How many mails a second SES takes; 14 if not said. */
  readonly mailRate?: number | undefined;
  /** More hosts that a port of this machine stands for, each as `receiver.example.com=9000`. */
  readonly nearby?: string;
  readonly onLog?: (from: string, text: string) => void;
  /** Hears of every call to AWS. */
  readonly onCall?: (call: MeteredCall) => void;
}

export interface System {
  readonly cloud: Cloud;
  readonly world: World;
  readonly origins: { readonly site: string; readonly ops: string; readonly world: string };
  /** The house has moved in, the channels with an account are armed, all three origins answer and the front page is rendered. Rejects with `CannotStart` if not. */
  readonly ready: () => Promise<void>;
  stop(): Promise<void>;
}

/** Starts the whole system: the synthesised stack, and the world outside of it. */
export async function startSystem(options: SystemOptions): Promise<System> {
  const { clock, dataDir, port, sweepSeconds, onLog, onCall } = options;
  const stack = systemStack(options.assembly);
  let cloud: Cloud | undefined;
  const house = localHouse(path.join(dataDir, 'moved-in'));
  const world = await startWorld({
    dataDir: path.join(dataDir, 'world'),
    port: port === 0 ? 0 : port + 2,
    components: options.config && new Set(options.config.components.map(({ id }) => id)),
    extraHandler: (request, response) =>
      cloud !== undefined && (cloud.cognito.handle(request, response) || cloud.openedMailLink(request, response)),
  });
  try {
    cloud = await startCloud({
      cdkOut: options.assembly,
      stack,
      dataDir: path.join(dataDir, 'cloud'),
      parameters: takesParameter(options.assembly, stack, 'XUrl') ? { XUrl: options.xUrl ?? world.url } : {},
      ports: { site: port, ops: port === 0 ? 0 : port + 1 },
      signInOrigin: world.url,
      // What was said for this start comes last, and wins.
      nearby: [nearbyNames(Number(new URL(world.url).port)), options.nearby ?? ''].join(' ').trim(),
      sweepSeconds,
      warm: !options.cold,
      ...(clock ? { clock } : {}),
      // The site is first.
      inBackground: ['PublishX', ...world.networks.map(({ name }) => constructId(`publish-${name}`)), 'Sweep'],
      publishToInbox: house.answering(inboxSubscriber(world.inbox)),
      inboxIsSubscribed: false,
      mail: {
        deliver: (mail) => world.mailboxes.receive(mail),
        trouble: world.mailFaults,
        ...(options.mailRate === undefined ? {} : { quota: { perSecond: options.mailRate } }),
      },
      onMail: (to, text) => void world.inbox.receive({ to, kind: 'mail', text }),
      ...(onLog ? { onLog } : {}),
      ...(onCall ? { onCall } : {}),
    });
  } catch (error) {
    await world.stop();
    throw error;
  }

  const running = cloud;
  keepOperator(path.join(dataDir, 'aws.json'), cloud);
  const { changeClock, putEvents, urls, warmed, stop } = cloud;
  const bus = cloud.template.ofType('AWS::Events::EventBus')[0]!.name;
  const put = (entries: readonly { Source: string; DetailType: string; Detail: string }[]) =>
    putEvents(entries.map((entry) => ({ ...entry, EventBusName: bus })));
  world.connectBus(async (entries) => ({ Entries: put(entries) }));
  world.connectSns(cloud.publishToWebhook);
  const tokenOf = (person: string) => running.cognito.personToken(person);
  world.connectSignIn({ invite: inviting(cloud), tokenOf });
  world.connectSupport(ticketSystem(cloud));
  if (clock) world.connectClock({ setting: clock.setting, change: changeClock });
  const connected = connectAccounts(cloud, world);
  const origins = { site: urls.site, ops: urls.ops, world: world.url };

  return {
    cloud,
    world,
    origins,
    async ready() {
      await warmed;
      await house.moveIn(running);
      for (const channel of connected) await armOnce(running, channel, path.join(dataDir, `${channel}-armed`));
      await listenOnce(running, path.join(dataDir, 'desk-heard'));
      await untilReady(origins, () => {
        put([{ Source: 'candor', DetailType: 'candor.look', Detail: '{"site":true,"for":["site"]}' }]);
      });
    },
    async stop() {
      await stop();
      await world.stop();
    },
  };
}

/** How whoever may do everything speaks to the AWS of this machine: `candor emergency` reads it, as AWS's own tools may. */
function keepOperator(file: string, { operator, template, urls }: Cloud): void {
  const [site] = template.ofType('AWS::S3::Bucket');
  const kept = { endpoint: urls.aws, region: REGION, ...operator, siteUrl: urls.site, bucket: site?.name };
  rmSync(file, { force: true });
  writeFileSync(file, `${JSON.stringify(kept, null, 2)}\n`, { mode: 0o600 });
}

/** The calls by which an administrator on AWS makes an account; the mail that invites is the sign-in service's own. */
function inviting({ cognito: { calls }, template }: Cloud): Invite {
  const UserPoolId = template.ofType('AWS::Cognito::UserPool')[0]?.name;
  return ({ username: Username, mail, groups }) => {
    const UserAttributes = Object.entries({ email: mail, email_verified: 'true' }).map(([Name, Value]) => ({
      Name,
      Value,
    }));
    calls.AdminCreateUser?.({ UserPoolId, Username, UserAttributes });
    for (const GroupName of groups) calls.AdminAddUserToGroup?.({ UserPoolId, Username, GroupName });
  };
}

/** Gives each channel that has an account in the world what opens it, as an operator connects one. Returns their names. */
function connectAccounts({ template, putSecret }: Cloud, world: World): string[] {
  const given = template
    .ofType('AWS::Lambda::Function')
    .map(({ properties }) => properties.Environment?.Variables as Record<string, string> | undefined);
  const accounts = [
    // With the app's own token, as "candor desk connect" keeps it beside them.
    {
      name: 'x',
      secret: { ...world.xTokens, bearer: world.xBearer },
      kept: given.find((one) => one?.CANDOR_X_SECRET)?.CANDOR_X_SECRET,
    },
    ...world.networks.map(({ name, secret }) => ({
      name,
      secret,
      kept: given.find((one) => one?.CANDOR_CHANNEL === name)?.CANDOR_CHANNEL_SECRET,
    })),
  ];
  return accounts.flatMap(({ name, secret, kept }) => {
    if (kept === undefined) return [];
    putSecret(kept, JSON.stringify(secret));
    return [name];
  });
}

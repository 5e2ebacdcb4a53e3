import path from 'node:path';
import type { Config } from '../../../shared/config/config-schema.ts';
import type { Clock } from '../cloud/clock.ts';
import { type Cloud, startCloud } from '../cloud/cloud.ts';
import type { MeteredCall } from '../cloud/meter.ts';
import type { Invite } from '../world/sim-routes.ts';
import { startWorld, type World } from '../world/world.ts';
import { systemStack, takesParameter } from './assembly.ts';
import { localHouse } from './house.ts';
import { inboxSubscriber } from './inbox.ts';
import { armXOnce, untilReady } from './ready.ts';

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
  readonly onLog?: (from: string, text: string) => void;
  /** Hears of every call to AWS. */
  readonly onCall?: (call: MeteredCall) => void;
}

export interface System {
  readonly cloud: Cloud;
  readonly world: World;
  readonly origins: { readonly site: string; readonly ops: string; readonly world: string };
  /** The house has moved in, X is armed if there is one, all three origins answer and the front page is rendered. Rejects with `CannotStart` if not. */
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
      sweepSeconds,
      warm: !options.cold,
      ...(clock ? { clock } : {}),
      // The site is first.
      inBackground: ['PublishX', 'Sweep'],
      publishToInbox: house.answering(inboxSubscriber(world.inbox)),
      inboxIsSubscribed: false,
      onMail: (to, text) => void world.inbox.receive({ to, kind: 'mail', text }),
      ...(onLog ? { onLog } : {}),
      ...(onCall ? { onCall } : {}),
    });
  } catch (error) {
    await world.stop();
    throw error;
  }

  const running = cloud;
  const { changeClock, putEvents, putSecret, urls, warmed, stop } = cloud;
  const bus = cloud.template.ofType('AWS::Events::EventBus')[0]!.name;
  const put = (entries: readonly { Source: string; DetailType: string; Detail: string }[]) =>
    putEvents(entries.map((entry) => ({ ...entry, EventBusName: bus })));
  world.connectBus(async (entries) => ({ Entries: put(entries) }));
  world.connectSns(cloud.publishToWebhook);
  world.connectSignIn(inviting(cloud));
  if (clock) world.connectClock({ setting: clock.setting, change: changeClock });
  const xSecret = xSecretOf(cloud);
  if (xSecret) putSecret(xSecret, JSON.stringify(world.xTokens));
  const origins = { site: urls.site, ops: urls.ops, world: world.url };

  return {
    cloud,
    world,
    origins,
    async ready() {
      await warmed;
      await house.moveIn(running);
      if (xSecret) await armXOnce(cloud, path.join(dataDir, 'x-armed'));
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

/** The secret that the X channel reads its tokens from; none where the config does not name X. */
function xSecretOf({ template }: Cloud): string | undefined {
  const functions = template.ofType('AWS::Lambda::Function');
  return functions.map(({ properties }) => properties.Environment?.Variables?.CANDOR_X_SECRET).find(Boolean);
}

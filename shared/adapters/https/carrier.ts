import type { Carrier } from '../../ports/carrier.ts';
import { carryByPush } from '../push/web-push.ts';
import { carryToDiscord } from '../rooms/discord.ts';
import { carryToSlack } from '../rooms/slack.ts';
import { carryToTeams } from '../rooms/teams.ts';
import { carryWebhook, challengeWebhook } from '../webhook/webhook.ts';
import { type Surroundings, unfitToCall } from './guarded-call.ts';

/** Every kind of address that somebody outside may name, called in its own format through the one guard. */
export const httpsCarrier = (surroundings?: Surroundings): Carrier => ({
  webhook: (address, calls, keys) => carryWebhook(address, calls, keys, surroundings),
  challenge: (address, challenge, keys) => challengeWebhook(address, challenge, keys, surroundings),
  slack: (address, words) => carryToSlack(address, words, surroundings),
  teams: (address, words) => carryToTeams(address, words, surroundings),
  discord: (address, words) => carryToDiscord(address, words, surroundings),
  push: (target, words, keys) => carryByPush(target, words, keys, surroundings),
  unfit: (address) => unfitToCall(address, 'stranger', surroundings?.nearby),
});

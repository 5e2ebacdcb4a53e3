/** By which hosts a request is for which part of the world: they are those of the services themselves. */
const PARTS = {
  slack: ['hooks.slack.com', 'hooks.slack-gov.com'],
  discord: ['discord.com', 'ptb.discord.com', 'canary.discord.com', 'discordapp.com'],
  teams: ['*.environment.api.powerplatform.com', '*.logic.azure.com'],
  push: ['fcm.googleapis.com', '*.push.services.mozilla.com', '*.push.apple.com', '*.notify.windows.com'],
  // Kept free for examples (RFC 2606), so that nobody else answers there.
  hooks: ['*.example.com', '*.example.org', '*.example.net', '*.example'],
} as const;

export type Part = keyof typeof PARTS;

/** Whose host that is; undefined for the world's own. */
export function partOf(host = ''): Part | undefined {
  const name = host.replace(/:\d+$/, '');
  const isOne = (pattern: string) => (pattern.startsWith('*') ? name.endsWith(pattern.slice(1)) : name === pattern);
  return (Object.keys(PARTS) as Part[]).find((part) => PARTS[part].some(isOne));
}

/**
 * What the functions are told of the world at `port` (`CANDOR_NEARBY`): it answers under all these names, and those of the
 * house may name a program on this machine.
 */
export const nearbyNames = (port: number): string =>
  ['localhost', ...Object.values(PARTS).flatMap((names) => names.map((name) => `${name}=${port}`))].join(' ');

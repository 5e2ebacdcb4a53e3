/** Names that loopback stands for, each with the port there; without one, the port of the address counts. */
export type Nearby = ReadonlyMap<string, number | undefined>;

/**
 * `CANDOR_NEARBY`, which the local run gives to its functions: `localhost hooks.slack.com=4312 *.example.com=4312`. It can
 * name hosts and ports and no address: whatever stands in it, only this machine's own loopback is reached by it.
 */
export function nearbyIn(text = ''): Nearby {
  return new Map(
    text.split(/\s+/).flatMap((word) => {
      const [, name, port] = /^((?:\*\.)?[a-z0-9.-]*[a-z])(?:=(\d{1,5}))?$/.exec(word) ?? [];
      return name === undefined ? [] : [[name, port === undefined ? undefined : Number(port)]];
    }),
  );
}

export const LOOPBACK = ['127.0.0.1', '::1'] as const;

/**
 * The port on loopback that stands for the host of `url`; undefined where none does. Names without a port are for
 * addresses that the house chose. Never the port of Lambda's own API: who reaches that takes the events of this function.
 */
export function nearbyPort(url: URL, chosenBy: 'house' | 'stranger', nearby: Nearby): number | undefined {
  const name = namesOf(url.hostname).find((one) => nearby.has(one));
  if (name === undefined) return undefined;
  const own = chosenBy === 'house' ? Number(url.port || (url.protocol === 'https:' ? 443 : 80)) : undefined;
  const port = nearby.get(name) ?? own;
  return port === lambdaApiPort() ? undefined : port;
}

/** `a.b.example`, `*.b.example`, `*.example`. */
const namesOf = (host: string): string[] => {
  const parts = host.split('.');
  return [host, ...parts.slice(1).map((_, index) => `*.${parts.slice(index + 1).join('.')}`)];
};

const lambdaApiPort = (): number => Number(process.env.AWS_LAMBDA_RUNTIME_API?.split(':').at(-1) ?? Number.NaN);

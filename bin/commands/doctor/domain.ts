import { type Check, elsewhere, green, red, unknown, type Verdict } from '../checks/check.ts';
import { type System, visit } from './system.ts';

/**
 * Advice: what the status page shares with the product falls with it. Asked of public directories: DNS over HTTPS, RDAP
 * (RFC 9083) and AWS's list of its addresses.
 */
export const DOMAIN_CHECKS: readonly Check<System>[] = [
  apart('domain-zone', 'another zone than the product’s', async (system, site, product) => {
    const [own, its] = await Promise.all([zoneOf(system, site), zoneOf(system, product)]);
    if (own === undefined || its === undefined)
      return unknown(`Nobody says in which zone ${own === undefined ? site : product} is.`);
    return own.name === its.name
      ? red(
          `${site} and ${product} are both in ${its.name}: if that zone is lost or wrong, both are. A name of another domain stays.`,
          'candor init --domain status.ANOTHER-DOMAIN.com',
        )
      : green(`${own.name}, and not ${its.name}`);
  }),
  apart('domain-registrar', 'another registrar than the product’s', async (system, site, product) => {
    const [own, its] = await Promise.all([registrarOf(system, site), registrarOf(system, product)]);
    if (own === undefined || its === undefined)
      return unknown(`No register says who keeps ${own === undefined ? site : product}.`);
    return own === its
      ? red(`Both names are kept by ${own}: a lost account there takes both.`, `move one of them to another registrar`)
      : green(`${own}, and not ${its}`);
  }),
  apart('domain-region', 'another region than the product’s', async (system, _site, product) => {
    const region = system.aws?.on.region;
    if (region === undefined) return elsewhere('everything runs on this machine');
    const its = await regionOf(system, product);
    if (its === 'not-aws') return green(`${region}; the product is not at an address of AWS`);
    if (its === undefined)
      return unknown(`Where ${product} stands is not known: its address is in no region, as behind CloudFront.`);
    return its === region
      ? red(
          `Product and status page both stand in ${region}: what takes the region down takes the word about it too.`,
          'candor init --region ANOTHER-REGION   # before anything is public',
        )
      : green(`${region}, and the product in ${its}`);
  }),
  apart('domain-account', 'another account than the product’s', async (system) => {
    if (system.aws === undefined) return elsewhere('everything runs on this machine');
    const { account } = await system.aws.account.identity();
    return unknown(
      `This is account ${account}. In which the product is nobody can see from outside: is it another? Closed, unpaid or locked, an account goes down as a whole.`,
    );
  }),
];

function apart(
  id: string,
  what: string,
  look: (system: System, site: string, product: string) => Promise<Verdict>,
): Check<System> {
  return {
    id,
    what,
    look: async (system) => {
      const { product, siteUrl } = system;
      if (product === undefined)
        return unknown(
          'What the page reports on is not known here.',
          'candor doctor --product https://www.example.com',
        );
      if (siteUrl === undefined) return unknown('Where the page is is not known.');
      return look(system, new URL(siteUrl).hostname, hostOf(product)).catch((error: Error) =>
        unknown(`It could not be asked: ${error.message}`),
      );
    },
  };
}

const hostOf = (address: string): string => new URL(/^https?:/.test(address) ? address : `https://${address}`).hostname;

type DnsAnswer = { Answer?: { name: string; type: number; data: string }[] };

const RECORD = { A: 1, NS: 2 } as const;

async function dns(system: System, name: string, type: keyof typeof RECORD): Promise<string[]> {
  const answer = await visit(system, `https://dns.google/resolve?name=${encodeURIComponent(name)}&type=${type}`);
  const { Answer = [] } = (await answer.json()) as DnsAnswer;
  return Answer.filter((one) => one.type === RECORD[type]).map(({ data }) => data.toLowerCase());
}

/** `api.shop.example.com` → itself and every name above it with two parts at least. */
function namesAbove(host: string): string[] {
  const parts = host.split('.');
  return parts.slice(0, -1).map((_, from) => parts.slice(from).join('.'));
}

/** The zone that a name is in: the nearest name above it that has servers of its own. */
async function zoneOf(system: System, host: string): Promise<{ name: string } | undefined> {
  for (const name of namesAbove(host)) if ((await dns(system, name, 'NS')).length > 0) return { name };
  return undefined;
}

type Rdap = { entities?: { roles?: string[]; vcardArray?: [string, [string, unknown, string, unknown][]] }[] };

/** Who keeps the domain, by RDAP: the first name above the host that a register knows. */
async function registrarOf(system: System, host: string): Promise<string | undefined> {
  for (const name of namesAbove(host).toReversed()) {
    const answer = await visit(system, `https://rdap.org/domain/${name}`, { redirect: 'follow' });
    if (answer.status !== 200) continue;
    const { entities = [] } = (await answer.json()) as Rdap;
    const registrar = entities.find(({ roles = [] }) => roles.includes('registrar'));
    const called = registrar?.vcardArray?.[1].find(([field]) => field === 'fn')?.[3];
    if (typeof called === 'string') return called;
  }
  return undefined;
}

type Ranges = { prefixes: { ip_prefix: string; region: string; service: string }[] };

/** The region of AWS that the product's first address is in; undefined where AWS says only that it is everywhere. */
async function regionOf(system: System, host: string): Promise<string | 'not-aws' | undefined> {
  const [address] = await dns(system, host, 'A');
  if (address === undefined) return undefined;
  const answer = await visit(system, 'https://ip-ranges.amazonaws.com/ip-ranges.json');
  const { prefixes } = (await answer.json()) as Ranges;
  const holding = prefixes.filter(({ ip_prefix }) => holds(ip_prefix, address));
  if (holding.length === 0) return 'not-aws';
  return holding.find(({ region }) => region !== 'GLOBAL')?.region;
}

/** True if an IPv4 range in CIDR notation holds the address. */
function holds(range: string, address: string): boolean {
  const [base = '', bits = '32'] = range.split('/');
  const size = 2 ** (32 - Number(bits));
  return Math.floor(numberOf(base) / size) === Math.floor(numberOf(address) / size);
}

const numberOf = (address: string): number => address.split('.').reduce((sum, part) => sum * 256 + Number(part), 0);

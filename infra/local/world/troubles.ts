import type { FaultBox } from './faulty/fault-box.ts';
import type { FaultRequest } from './faulty/fault-set.ts';
import { type MailFaults, mailFaultDescriptions, mailFaultSchema } from './mail/faults.ts';
import type { RunningNetwork } from './networks/running.ts';
import { parsed, refused } from './parsed.ts';
import { type FaultName, xFaults } from './x/faults.ts';
import type { SimulatedX } from './x/simulated-x.ts';

/** A fault that is in force, on whatever channel; X's do not say which. */
export type ActiveTrouble = {
  id: string | number;
  channel?: string;
  fault: string;
  on?: 'post' | 'read' | 'all';
  times?: number;
  until?: string;
  ms?: number;
  limit?: number;
};

/** The faults of one channel. */
export type Trouble = {
  channel: string;
  title: string;
  faults: readonly { fault: string; says: string }[];
  inject(body: Record<string, unknown>): void;
  active(): readonly ActiveTrouble[];
  clear(): void;
  /** False if it is not in force. */
  end(id: string): boolean;
};

/** The faults of everything that can be upset, as `/sim/faults` and its page have them. */
export class Troubles {
  readonly all: readonly Trouble[];

  constructor(all: readonly Trouble[]) {
    this.all = all;
  }

  /** A fault of X, if it does not say of which channel it is. Throws a refusal that names the field. */
  inject({ channel = 'x', ...body }: Record<string, unknown>): void {
    const trouble = this.all.find((one) => one.channel === channel);
    if (!trouble) throw refused(422, [{ field: 'channel', reason: `must be one of ${this.#channels()}` }]);
    trouble.inject(body);
  }

  active(): readonly ActiveTrouble[] {
    return this.all.flatMap((one) => one.active());
  }

  clear(): void {
    for (const one of this.all) one.clear();
  }

  end(id: string): boolean {
    return this.all.some((one) => one.end(id));
  }

  #channels(): string {
    return this.all.map(({ channel }) => channel).join(', ');
  }
}

export const troublesOf = (
  x: SimulatedX,
  mail: MailFaults,
  networks: readonly RunningNetwork[],
  clockMs: () => number,
): Troubles => new Troubles([ofX(x, clockMs), ofMail(mail), ...networks.map((network) => ofNetwork(network, clockMs))]);

const ofX = (x: SimulatedX, clockMs: () => number): Trouble => ({
  channel: 'x',
  title: 'X',
  faults: xFaults.descriptions,
  inject: (body) => void x.faults.inject(parsed(xFaults.schema, body) as FaultRequest<FaultName>, clockMs()),
  active: () => x.faults.active(clockMs()),
  clear: () => x.faults.clear(),
  end: (id) => x.faults.end(Number(id)),
});

const ofMail = (mail: MailFaults): Trouble => ({
  channel: 'mail',
  title: 'mail',
  faults: mailFaultDescriptions,
  inject: (body) => void mail.inject(parsed(mailFaultSchema, { channel: 'mail', ...body })),
  active: () => mail.active(),
  clear: () => mail.clear(),
  end: (id) => mail.end(id),
});

function ofNetwork({ name, title, faults, simulated }: RunningNetwork, clockMs: () => number): Trouble {
  const box: FaultBox = simulated.faults;
  return {
    channel: name,
    title,
    faults,
    inject: (body) => void box.inject(parsed(box.schema, body), clockMs()),
    active: () => box.active(clockMs()).map((fault) => ({ ...fault, id: `${name}-${fault.id}`, channel: name })),
    clear: () => box.clear(),
    end: (id) => id.startsWith(`${name}-`) && box.end(Number(id.slice(name.length + 1))),
  };
}

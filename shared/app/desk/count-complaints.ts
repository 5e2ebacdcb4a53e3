import type { Complaint } from '../../core/desk/flood.ts';
import { type DeskHouse, newHouse } from '../../core/desk/house.ts';
import { counted } from '../../core/desk/usual-rate.ts';
import { changeVersioned } from '../change-versioned.ts';
import type { DeskPorts } from './ports.ts';

type Ports = Pick<DeskPorts, 'stores' | 'clock'>;

/** Counts new complaints towards what is usual. */
export async function countComplaints(ports: Ports, complaints: readonly Complaint[]): Promise<void> {
  if (complaints.length === 0) return;
  await changeHouse(ports, (house) => ({
    ...house,
    complaints: complaints.reduce((usual, { at }) => counted(usual, at, 1), house.complaints),
  }));
}

/** Changes what is known of the house as a whole, whoever else does too. */
export const changeHouse = (ports: Ports, change: (house: DeskHouse) => DeskHouse): Promise<void> =>
  changeVersioned(ports.stores.house, (state) => change(state ?? newHouse(ports.clock.now())));

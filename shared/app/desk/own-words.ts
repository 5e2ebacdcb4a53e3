import type { DeskVoice } from '../../wording/desk/words.ts';
import type { DeskPorts } from './ports.ts';

/** The words of the house: those of its config, and behind them what the desk proposed and somebody approved. */
export async function withApproved({ stores, words }: Pick<DeskPorts, 'stores' | 'words'>): Promise<DeskVoice> {
  const approved = (await stores.templates.all()).filter(({ state }) => state === 'approved');
  return { ...words, own: [...words.own, ...approved] };
}

import type { DeskSource } from '../core/desk/mention.ts';
import type { ComplaintCounts, DeskSourcePort } from '../ports/desk-source.ts';

/** Where customers are heard, and what is only counted, as far as it is connected. */
export type ConnectedSources = {
  sources: Readonly<Partial<Record<DeskSource, DeskSourcePort>>>;
  counts?: ComplaintCounts;
};

/** Those that this stack is connected to. Without any, the desk is there, and nothing is heard. */
export const deskSources = (): ConnectedSources => ({ sources: {} });

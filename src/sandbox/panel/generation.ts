import { CLIENTS_TRAITS, type ClientsTraits } from './clients-traits.ts';

/** The generations of 3x-ui that the simulator plays, by the first numbers of their versions. */
export const GENERATIONS = ['2.6', '2.8', '2.9', '3.0', '3.1', '3.4', '3.6'] as const;

export type Generation = (typeof GENERATIONS)[number];

/**
 * What a generation does otherwise than another: the desks and routes look here, never at a version. Source: contract
 * 3x-ui sections 0, 1 and 15, and the recordings.
 */
export type Traits = {
  /** The release that is played. */
  readonly version: string;
  /** `legacy` = clients live in the settings of an inbound; `clients` = they are rows of their own. */
  readonly family: 'legacy' | 'clients';
  /** null = its clients are no rows of their own. */
  readonly clients: ClientsTraits | null;
};

export const TRAITS: Readonly<Record<Generation, Traits>> = {
  '2.6': { version: '2.6.7', family: 'legacy', clients: null },
  '2.8': { version: '2.8.11', family: 'legacy', clients: null },
  '2.9': { version: '2.9.4', family: 'legacy', clients: null },
  '3.0': { version: '3.0.2', family: 'legacy', clients: null },
  '3.1': { version: '3.1.0', family: 'clients', clients: CLIENTS_TRAITS['3.1'] },
  '3.4': { version: '3.4.2', family: 'clients', clients: CLIENTS_TRAITS['3.4'] },
  '3.6': { version: '3.6.0', family: 'clients', clients: CLIENTS_TRAITS['3.6'] },
};

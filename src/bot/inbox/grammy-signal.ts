import type { Api } from 'grammy';

type GrammySignal = Parameters<Api['raw']['getMe']>[0];

/** grammY's types name the signal of an older package; it listens to Node's as well. */
export const grammySignal = (signal: AbortSignal) => signal as unknown as GrammySignal;

/** Less than an update's lease: a panel that answers slower than this would be asked again and again. */
const LONGEST_MS = 20_000;
/** What comes after it had begun to be stored has this long to get there. */
const STORE_MS = 1_000;

/** Aborts shortly before `inTime` gives up: what is not stored by then is not stored any more, nobody would be told. */
export const writeLimit = (): AbortSignal => AbortSignal.timeout(LONGEST_MS - STORE_MS);

/** What a panel answers, or `late` where it takes longer than an update may. */
export async function inTime<Answer>(answer: Promise<Answer>, late: Answer): Promise<Answer> {
  const { promise, resolve } = Promise.withResolvers<Answer>();
  const timer = setTimeout(() => resolve(late), LONGEST_MS);
  try {
    return await Promise.race([answer, promise]);
  } finally {
    clearTimeout(timer);
  }
}

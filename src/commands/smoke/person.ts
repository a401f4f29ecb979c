import { setTimeout as wait } from 'node:timers/promises';
import axios, { type AxiosInstance } from 'axios';
import { z } from 'zod';

const button = z.object({ text: z.string(), kind: z.string(), value: z.string().optional() });
const tapped = z.object({ callbackQueryId: z.string().nullable().default(null) });
const shown = z.object({
  id: z.number().nullable(),
  kind: z.string(),
  from: z.string().optional(),
  at: z.number(),
  text: z.string().nullish(),
  caption: z.string().nullish(),
  entities: z.array(z.object({ type: z.string(), offset: z.number(), length: z.number() })).nullish(),
  buttons: z.array(z.array(button)).nullish(),
  photo: z.string().nullish(),
  invoice: z.object({ title: z.string(), description: z.string() }).nullish(),
});
/** One entry of a person's screen, as the world shows it (docs/SANDBOX.md); `at` in ms by the world's clock. */
export type Shown = z.infer<typeof shown>;

const PATIENCE_MS = 60_000;
const LOOK_EVERY_MS = 25;

/** A person of the world, played over HTTP. */
export class SmokePerson {
  /** Presses of buttons so far, Pay included. */
  taps = 0;
  readonly id: number;
  private readonly http: AxiosInstance;

  constructor(worldUrl: string, id: number) {
    this.id = id;
    this.http = axios.create({ baseURL: `${worldUrl}/_emu/persons/${id}`, proxy: false, timeout: 60_000 });
  }

  async send(text: string): Promise<void> {
    await this.http.post('/send', { text });
  }

  /** Answers the id of the callback query; null = a button of another kind. */
  async tap(label: string): Promise<string | null> {
    this.taps += 1;
    const { data } = await this.http.post<unknown>('/tap', { label });
    return tapped.parse(data).callbackQueryId;
  }

  /** Presses the button at a place, whatever it does. Answers the status of the world: 404 = it is not there any more. */
  async tapAt(place: { messageId: number; row: number; column: number }): Promise<number> {
    this.taps += 1;
    const validateStatus = () => true;
    return (await this.http.post('/tap', place, { validateStatus })).status;
  }

  async pay(): Promise<void> {
    this.taps += 1;
    await this.http.post('/pay', {});
  }

  async screen(): Promise<Shown[]> {
    return z.array(shown).parse((await this.http.get<unknown>('/messages')).data);
  }

  /** The newest entry that fits, among those after the first `after`. @throws {Error} when none comes in a minute. */
  async sees(what: string, fits: (entry: Shown) => boolean, after = 0): Promise<Shown> {
    const until = performance.now() + PATIENCE_MS;
    while (performance.now() < until) {
      const found = (await this.screen()).slice(after).findLast(fits);
      if (found) return found;
      await wait(LOOK_EVERY_MS);
    }
    const last = (await this.screen()).slice(-3).map((entry) => entry.text ?? entry.kind);
    throw new Error(`${what} did not come; the chat ends with: ${last.join(' | ')}`);
  }
}

export const labelsOf = (entry: Shown): string[] => (entry.buttons ?? []).flat().map((each) => each.text);

/** What stands in the `code` of a text. */
export function codeOf(entry: Shown): string {
  const code = entry.entities?.find((each) => each.type === 'code');
  return code ? (entry.text ?? '').slice(code.offset, code.offset + code.length) : '';
}

/** What a copy button holds. */
export const copiedFrom = (entry: Shown): string =>
  (entry.buttons ?? []).flat().find((each) => each.kind === 'copy')?.value ?? '';

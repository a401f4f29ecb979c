import { setTimeout as wait } from 'node:timers/promises';
import axios, { type AxiosInstance } from 'axios';
import { z } from 'zod';
import { readQr } from '../../src/sandbox/telegram/read-qr.ts';

const button = z.object({ text: z.string(), kind: z.string(), value: z.string().optional() });
const entry = z.object({
  id: z.number().nullable(),
  kind: z.string(),
  from: z.string().optional(),
  text: z.string().nullish(),
  caption: z.string().nullish(),
  entities: z.array(z.object({ type: z.string(), offset: z.number(), length: z.number() })).nullish(),
  buttons: z.array(z.array(button)).nullish(),
  photo: z.string().nullish(),
  invoice: z.object({ amount: z.number() }).nullish(),
  refund: z.unknown().nullish(),
});
/** One entry of a person's screen (docs/SANDBOX.md). */
export type Entry = z.infer<typeof entry>;

/** How a door of the world answered: 200, or the status and words of a refusal. */
type Answer = { status: number; error: string; updateId: number };
const answer = z.object({ error: z.string().default(''), updateId: z.number().default(0) });

const PATIENCE_MS = 45_000;
const LOOK_EVERY_MS = 40;

/** A person of the world, played over HTTP. */
export class ChatPerson {
  readonly id: number;
  /** Presses of buttons so far, Pay included. */
  taps = 0;
  private readonly http: AxiosInstance;
  private readonly worldUrl: string;

  constructor(worldUrl: string, id: number) {
    this.id = id;
    this.worldUrl = worldUrl;
    this.http = axios.create({
      baseURL: `${worldUrl}/_emu/persons/${id}`,
      proxy: false,
      timeout: 60_000,
      validateStatus: () => true,
    });
  }

  async send(text: string): Promise<number> {
    return done(await this.ask('/send', { text })).updateId;
  }

  async sendSticker(): Promise<void> {
    done(await this.ask('/send', { sticker: true }));
  }

  /** Presses a button; answers the update that came of it. */
  async tap(label: string): Promise<number> {
    this.taps += 1;
    return done(await this.ask('/tap', { label })).updateId;
  }

  /** Presses the button with this text on one message, however old it is. */
  async tapOn(message: Entry, label: string): Promise<number> {
    this.taps += 1;
    const rows = message.buttons ?? [];
    const row = rows.findIndex((each) => each.some(({ text }) => text === label));
    const column = (rows[row] ?? []).findIndex(({ text }) => text === label);
    return done(await this.ask('/tap', { messageId: message.id, row, column })).updateId;
  }

  /** Pays the newest invoice, or the one named; a refusal is an answer too. */
  pay(messageId?: number | null): Promise<Answer> {
    this.taps += 1;
    return this.ask('/pay', messageId ? { messageId } : {});
  }

  /** Pays what the link of an invoice leads to; a refusal is an answer too. */
  payLink(link: string): Promise<Answer> {
    this.taps += 1;
    return this.ask('/pay', { link });
  }

  async block(): Promise<void> {
    done(await this.ask('/block', {}));
  }

  async unblock(): Promise<void> {
    done(await this.ask('/unblock', {}));
  }

  /** Oldest first. */
  async screen(): Promise<Entry[]> {
    return z.array(entry).parse((await this.http.get<unknown>('/messages')).data);
  }

  async stars(): Promise<number> {
    const { data } = await axios.get<{ id: number; stars: number }[]>(`${this.worldUrl}/_emu/persons`, {
      proxy: false,
    });
    return data.find(({ id }) => id === this.id)?.stars ?? Number.NaN;
  }

  /** The newest entry that fits, as soon as there is one. @throws {Error} when none comes in time. */
  async sees(what: string, fits: (entry: Entry) => boolean): Promise<Entry> {
    const end = performance.now() + PATIENCE_MS;
    while (performance.now() < end) {
      const found = (await this.screen()).findLast(fits);
      if (found) return found;
      await wait(LOOK_EVERY_MS);
    }
    const last = (await this.screen()).slice(-4).map((each) => each.text ?? each.kind);
    throw new Error(`${what} did not come; the chat ends with: ${last.join(' | ')}`);
  }

  /** A message of the bot with these words in it. */
  hears(words: string): Promise<Entry> {
    return this.sees(`"${words}"`, (each) => each.from !== 'person' && wordsOf(each).includes(words));
  }

  async hasHeard(words: string): Promise<boolean> {
    return (await this.screen()).some((each) => each.from !== 'person' && wordsOf(each).includes(words));
  }

  private async ask(path: string, body: object): Promise<Answer> {
    const { status, data } = await this.http.post<unknown>(path, body);
    return { status, ...answer.parse(data) };
  }
}

function done(answered: Answer): Answer {
  if (answered.status !== 200) throw new Error(`the world says ${answered.status}: ${answered.error}`);
  return answered;
}

/** What is read in an entry. */
export const wordsOf = ({ text, caption }: Entry): string => text ?? caption ?? '';

/** Every label of an entry, in reading order. */
export const labelsOf = ({ buttons }: Entry): string[] => (buttons ?? []).flat().map(({ text }) => text);

/** What stands in the first `code` of a text. */
export function codeOf({ text, entities }: Entry): string {
  const code = entities?.find(({ type }) => type === 'code');
  return code ? (text ?? '').slice(code.offset, code.offset + code.length) : '';
}

/** What the entry's copy button holds. */
export const copiedFrom = ({ buttons }: Entry): string =>
  (buttons ?? []).flat().find(({ kind }) => kind === 'copy')?.value ?? '';

/** What the QR code in the entry's picture says. */
export const qrOf = async ({ photo }: Entry): Promise<string> =>
  (await readQr(Buffer.from(photo ?? '', 'base64'))) ?? '';

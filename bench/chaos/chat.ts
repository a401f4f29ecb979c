import axios, { type AxiosInstance } from 'axios';
import { z } from 'zod';
import type { ChatEvents } from '../../src/commands/smoke/chat-events.ts';
import { KEPT } from './world-doors.ts';

const button = z.object({ text: z.string() });
const entry = z.object({
  id: z.number().nullable(),
  kind: z.string(),
  from: z.string().optional(),
  at: z.number(),
  text: z.string().nullish(),
  entities: z.array(z.object({ type: z.string(), offset: z.number(), length: z.number() })).nullish(),
  buttons: z.array(z.array(button)).nullish(),
});
/** One entry of a person's screen. */
export type ChatEntry = z.infer<typeof entry>;

const LOOK_EVERY_MS = 25;

/** A person's chat with the bot, over the world's doors. */
export class Chat {
  readonly id: number;
  private readonly http: AxiosInstance;
  private readonly events: ChatEvents | null;

  /** @param events null = nobody tells of changes: it is looked at again and again. */
  constructor(worldUrl: string, id: number, events: ChatEvents | null) {
    this.id = id;
    this.events = events;
    this.http = axios.create({
      baseURL: `${worldUrl}/_emu/persons/${id}`,
      proxy: false,
      httpAgent: KEPT,
      timeout: 60_000,
      validateStatus: () => true,
    });
  }

  async screen(): Promise<ChatEntry[]> {
    return z.array(entry).parse((await this.http.get<unknown>('/messages')).data);
  }

  /** The id of the message that it became. */
  async send(text: string): Promise<number> {
    const { data } = await this.http.post<unknown>('/send', { text });
    return z.object({ messageId: z.number() }).parse(data).messageId;
  }

  /** Presses the button with this text on one message; false = it is not there any more. */
  async tapOn({ id, buttons }: ChatEntry, label: string): Promise<boolean> {
    const rows = buttons ?? [];
    const row = rows.findIndex((each) => each.some(({ text }) => text === label));
    const column = (rows[row] ?? []).findIndex(({ text }) => text === label);
    return (await this.http.post('/tap', { messageId: id, row, column })).status === 200;
  }

  /** Pays an invoice; answers whether the money moved, and in words why not. */
  async pay(messageId: number | null): Promise<{ paid: boolean; why: string }> {
    const { status, data } = await this.http.post<unknown>('/pay', { messageId });
    return { paid: status === 200, why: `${status} ${JSON.stringify(data)}` };
  }

  /** The newest entry that fits, as soon as it is there; null = it did not come in `ms`. */
  async sees(fits: (entry: ChatEntry) => boolean, ms: number): Promise<ChatEntry | null> {
    const end = performance.now() + ms;
    for (let looked = 0; performance.now() < end; ) {
      if (this.events === null || this.events.lastChange(this.id) >= looked) {
        looked = performance.now();
        const found = (await this.screen()).findLast(fits);
        if (found) return found;
      }
      await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
    }
    return null;
  }
}

/** What stands in the first `code` of a text. */
export function codeOf({ text, entities }: ChatEntry): string {
  const code = entities?.find(({ type }) => type === 'code');
  return code ? (text ?? '').slice(code.offset, code.offset + code.length) : '';
}

/** The message that brings a link. */
export const isKey = (each: ChatEntry): boolean => (each.text ?? '').startsWith('🔑') && codeOf(each) !== '';

/** Labels of plans that can be bought. */
export const planLabels = ({ buttons }: ChatEntry): string[] =>
  (buttons ?? [])
    .flat()
    .map(({ text }) => text)
    .filter((text) => text.includes('⭐'));

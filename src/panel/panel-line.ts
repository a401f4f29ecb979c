import { AnswerReader } from './answer-reader.ts';
import { PanelCalls } from './panel-calls.ts';
import { Sessions } from './session.ts';
import { Transport, type TransportOptions } from './transport.ts';

/** How calls travel, business time, and who reads large answers (left out = a reader of these drivers alone). */
export type PanelOptions = TransportOptions & {
  readonly now: () => Date;
  readonly answers?: AnswerReader;
};

/** One way to all panels: connections and sessions are shared by whichever driver speaks. */
export type PanelLine = { readonly transport: Transport; readonly calls: PanelCalls };

/** Opens the way; nothing is connected before the first call. */
export function panelLine(options: PanelOptions): PanelLine {
  const transport = new Transport(options);
  const { now, answers = new AnswerReader() } = options;
  return { transport, calls: new PanelCalls(transport, new Sessions(transport, now), answers) };
}

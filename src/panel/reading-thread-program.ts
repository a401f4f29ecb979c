import { parentPort } from 'node:worker_threads';
import { PanelFault } from '../services/ports/panel.ts';
import type { Digest } from './digests.ts';
import { type Opened, openedText } from './opened-answer.ts';

/** A large body and what is wanted of it; `no` finds the reply again. */
export type Order = { readonly no: number; readonly body: Uint8Array; readonly digest: Digest };

/** What became of an order; a fault of the panel is told in its parts, because classes do not cross threads. */
export type Delivery =
  | { readonly no: number; readonly opened: Opened }
  | { readonly no: number; readonly fault: { readonly kind: PanelFault['kind']; readonly message: string } };

// The whole program of the thread that ReadingThread starts.
parentPort?.on('message', (order: Order) => parentPort?.postMessage(delivered(order)));
parentPort?.postMessage('ready');

function delivered({ no, body, digest }: Order): Delivery {
  try {
    return { no, opened: openedText(new TextDecoder().decode(body), digest) };
  } catch (fault) {
    if (!(fault instanceof PanelFault)) throw fault;
    return { no, fault: { kind: fault.kind, message: fault.message } };
  }
}

import { type Envelope, envelopeIn } from './answers.ts';
import { type Digest, type Digested, digested } from './digests.ts';
import { parseLossless } from './lossless-json.ts';

/** A body that was read once. */
export type Opened = {
  /** false = a page, or JSON that breaks off. */
  readonly isJson: boolean;
  /** null = not an answer of a panel. `obj` is left out where a digest was asked for. */
  readonly envelope: Envelope | null;
  /** null = none was asked for, or the panel said no. */
  readonly digested: Digested | null;
};

/** Reads the text of an answer; runs in any thread. @throws {PanelFault} of the digest. */
export function openedText(text: string, digest: Digest | null): Opened {
  const json = parsed(text);
  const envelope = json === undefined ? null : envelopeIn(json);
  const opened = { isJson: json !== undefined, envelope, digested: null };
  if (digest === null || !envelope?.success) return opened;
  const { success, msg, obj } = envelope;
  return { ...opened, envelope: { success, msg }, digested: digested(obj, digest) };
}

/** undefined = not JSON, which has no word for it. */
function parsed(text: string): unknown {
  try {
    return parseLossless(text);
  } catch {
    return undefined;
  }
}

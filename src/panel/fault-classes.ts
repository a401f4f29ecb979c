import { PanelFault, type PanelFaultKind } from '../services/ports/panel.ts';
import { ConnectFailure, FORBIDDEN_ADDRESS } from './connection.ts';

/** Where something went wrong, for the message: no base path, no email, no subscription id. */
export type Place = { readonly host: string; readonly what: string };

/** 404 for somebody who had just been let in: the panel has no such route, or the base path is another. */
export class RouteMissing extends PanelFault {
  readonly place: Place;

  constructor(place: Place) {
    super('session', `${place.what} at ${place.host}: ${STATUS_WORDS.session} (HTTP 404)`);
    this.place = place;
  }
}

const TLS_CODE = /^(CERT|ERR_TLS|ERR_SSL|TLS_|UNABLE_TO_|DEPTH_ZERO_|SELF_SIGNED_|HOSTNAME_|EPROTO)/;

/** The panel's English words and what they mean for the shop (contract 3x-ui section 3, RELIABILITY E5). */
const WORDS: readonly [RegExp, PanelFaultKind][] = [
  [/database is locked|traffic writer queue full/i, 'busy'],
  [/malformed JSON|converting NULL to string/i, 'poisoned'],
  [
    /duplicate (email|subId)|already (in use|used)|port already exists|UNIQUE constraint failed|duplicate key value/i,
    'duplicate',
  ],
];

/** A refusal in the panel's own envelope: `success:false`, or a reason among the skipped ones. */
export function refusalFault(words: string, place: Place): PanelFault {
  const kind = WORDS.find(([pattern]) => pattern.test(words))?.[1] ?? 'permanent';
  return new PanelFault(kind, `${place.what} at ${place.host} was refused: ${withoutSecrets(words)}`);
}

/** No answer came. The cause carries a code and nothing else: axios errors hold headers, bodies and tokens. */
export function transportFault(error: unknown, place: Place): PanelFault {
  const failure = connectFailure(error);
  const code = failure?.code ?? errorCode(error);
  const kind = failure === null ? 'ambiguous' : connectKind(failure.code);
  const cause = new Error(code);
  return new PanelFault(kind, `${place.what} at ${place.host}: ${HAPPENED[kind]} (${code})`, { cause });
}

/** The same fault for a request that stood behind the failed one: whatever became of that, this one was not sent. */
export const asNotSent = (fault: unknown): unknown =>
  fault instanceof PanelFault && fault.kind === 'ambiguous'
    ? new PanelFault('not-sent', fault.message, { cause: fault.cause })
    : fault;

/** An answer that is none: the status or the body cannot have come from the panel's handler. */
export function statusFault(kind: PanelFaultKind, answer: Status, place: Place): PanelFault {
  const { status, retryAfterMs } = answer;
  const said = `${place.what} at ${place.host}: ${STATUS_WORDS[kind] ?? 'refused'} (HTTP ${status})`;
  return new PanelFault(kind, said, { retryAfterMs });
}

type Status = { readonly status: number; readonly retryAfterMs: number | null };

const HAPPENED: Partial<Record<PanelFaultKind, string>> = {
  'not-sent': 'no connection',
  ambiguous: 'no answer',
  tls: 'the certificate is not accepted',
  'forbidden-address': 'the address is not allowed',
};

const STATUS_WORDS: Partial<Record<PanelFaultKind, string>> = {
  ambiguous: 'an answer that is not the panel’s',
  busy: 'the panel is busy',
  session: 'the panel does not let us in: session lost, wrong base path or another API version',
  auth: 'the panel refuses the credentials or their rights',
};

function connectKind(code: string): PanelFaultKind {
  if (code === FORBIDDEN_ADDRESS) return 'forbidden-address';
  return TLS_CODE.test(code) ? 'tls' : 'not-sent';
}

function connectFailure(error: unknown): ConnectFailure | null {
  if (error instanceof ConnectFailure) return error;
  return error instanceof Error && error.cause instanceof ConnectFailure ? error.cause : null;
}

function errorCode(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? error.code : null;
  return typeof code === 'string' ? code : 'UNKNOWN';
}

/** Keeps what an admin can use; ids and keys are long runs of letters and digits, emails of ours are not. */
const withoutSecrets = (words: string): string =>
  words
    .replace(/(subId[^:]*:\s*)\S+/gi, '$1…')
    .replace(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/gi, '…')
    .replace(/[a-z0-9+/=_]{16,}/gi, '…')
    .replace(/\s+/g, ' ')
    .trim()
    .slice(0, 200);

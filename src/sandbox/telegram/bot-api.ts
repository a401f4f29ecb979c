import { setTimeout as wait } from 'node:timers/promises';
import { ApiError } from './api-error.ts';
import { callParams, decodedParams, Params, type Values } from './call-params.ts';
import { checkCall } from './check-call.ts';
import { schemaRefusal } from './check-schema.ts';
import { ConnectionCut, type Fault, faultError, ProxyPage } from './faults.ts';
import type { Call } from './journal.ts';
import { Described, type MethodCall } from './method.ts';
import { emulatedMethod } from './methods.ts';
import { methodName } from './schema.ts';
import type { Json } from './shapes.ts';
import type { Telegram } from './telegram.ts';

/** An answer of the Bot API; `lost` says that it must not reach the bot, `html` that a page stands in its place. */
export type Reply = { status: number; body: Json; lost: boolean; html?: string };
type Address = { token: string; method: string };

/** The Bot API's own door: one call in, one answer out, in the order of checks of contracts/telegram.md C1. */
export class BotApi {
  private readonly telegram: Telegram;

  constructor(telegram: Telegram) {
    this.telegram = telegram;
    telegram.webhook.onCall = (method, values) => void this.callBack(method, values);
  }

  async call(request: Request, { token, method }: Address): Promise<Reply> {
    if (token !== this.telegram.bot.token) return reply(badToken(token));
    const name = methodName(method) ?? method;
    const read = await callParams(request).catch(asApiError);
    const params = read instanceof ApiError ? new Params({}) : decodedParams(name, read);
    const call = this.begin(name, params, request.signal);
    const answer = read instanceof ApiError ? reply(read) : await this.answer(call, name);
    return noted(call.journal, answer);
  }

  /** A call that came back in the answer to a webhook; nobody hears how it went. */
  private async callBack(method: string, values: Values): Promise<void> {
    const name = methodName(method) ?? method;
    const call = this.begin(name, decodedParams(name, new Params(values)), new AbortController().signal);
    noted(call.journal, await this.answer(call, name));
  }

  private begin(name: string, params: Params, signal: AbortSignal): MethodCall {
    const journal = this.telegram.journal.begin(name, journalled(params));
    return { telegram: this.telegram, params, journal, signal };
  }

  private async answer(call: MethodCall, name: string): Promise<Reply> {
    try {
      this.telegram.session.check();
      const fault = this.telegram.faults.take(name, call.params) ?? this.telegram.storm.call(name);
      await suffer(fault, call.signal);
      const result = await this.run(call, name);
      if (fault?.kind === 'slow') await pause(fault, call.signal);
      const body = { ok: true, ...(result instanceof Described ? result : { result }) };
      return { status: 200, body, lost: fault?.kind === 'lostResponse' };
    } catch (error) {
      return unhappyReply(error);
    }
  }

  /** A call that the schema refuses is looked through for secrets all the same: they have left the shop. */
  private async run(call: MethodCall, name: string): Promise<unknown> {
    if (!methodName(name)) throw new ApiError(404, 'Not Found: method not found');
    const refusal = schemaRefusal(call);
    await checkCall(call);
    if (refusal) throw refusal;
    const method = emulatedMethod(name);
    if (!method) throw this.notEmulated(call.journal, name);
    this.checkFlood(call, name);
    return method(call);
  }

  private checkFlood({ params }: MethodCall, name: string): void {
    const isNew = /^(send|copy|forward)(?!ChatAction)/.test(name);
    const count = Math.max(1, params.list('media').length);
    if (isNew) this.telegram.flood.admit(params.number('chat_id') ?? 0, count);
  }

  private notEmulated(call: Call, name: string): ApiError {
    this.telegram.journal.violate('not emulated', name, call);
    return new ApiError(501, `Not emulated: ${name}`);
  }
}

async function suffer(fault: Fault | null, signal: AbortSignal): Promise<void> {
  if (!fault) return;
  const error = faultError(fault);
  if (error) throw error;
  if (fault.kind === 'hang') await pause(fault, signal);
}

async function pause({ ms = 0 }: Fault, signal: AbortSignal): Promise<void> {
  await wait(ms, undefined, { signal, ref: false }).catch(() => undefined);
}

/** An answer that never left is told apart in the journal by the status 0. */
function noted(journal: Call, answer: Reply): Reply {
  Object.assign(journal, { status: answer.status, response: answer.html ?? answer.body });
  return answer;
}

function unhappyReply(error: unknown): Reply {
  if (error instanceof ConnectionCut) return { status: 0, body: {}, lost: true };
  if (error instanceof ProxyPage) return { status: error.status, body: {}, lost: false, html: error.html };
  return reply(asApiError(error));
}

function badToken(token: string): ApiError {
  const isWellFormed = /^\d+:[\w-]{30,}$/.test(token);
  return new ApiError(401, isWellFormed ? 'Unauthorized' : 'Unauthorized: invalid token specified');
}

/** A mistake of the emulator itself is an outage to the bot, with no inner words. */
function asApiError(error: unknown): ApiError {
  return error instanceof ApiError ? error : new ApiError(500, 'Internal Server Error: emulator');
}

function reply({ code, message, parameters }: ApiError): Reply {
  const body = { ok: false, error_code: code, description: message, ...(parameters ? { parameters } : {}) };
  return { status: code, body, lost: false };
}

function journalled({ values, files }: Params): Json {
  const uploads = [...files].map(([field, { name, bytes }]) => [field, { file: name, bytes: bytes.length }]);
  return { ...values, ...Object.fromEntries(uploads) };
}

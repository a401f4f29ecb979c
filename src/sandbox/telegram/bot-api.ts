import { setTimeout as wait } from 'node:timers/promises';
import { ApiError } from './api-error.ts';
import { callParams, decodedParams, Params } from './call-params.ts';
import { checkCall } from './check-call.ts';
import { schemaRefusal } from './check-schema.ts';
import { type Fault, faultError } from './faults.ts';
import type { Call } from './journal.ts';
import type { MethodCall } from './method.ts';
import { emulatedMethod } from './methods.ts';
import { methodName } from './schema.ts';
import type { Json } from './shapes.ts';
import type { Telegram } from './telegram.ts';

/** An answer of the Bot API; `lost` says that it must not reach the bot. */
export type Reply = { status: number; body: Json; lost: boolean };
type Address = { token: string; method: string };

/** The Bot API's own door: one call in, one answer out, in the order of checks of contracts/telegram.md C1. */
export class BotApi {
  private readonly telegram: Telegram;

  constructor(telegram: Telegram) {
    this.telegram = telegram;
  }

  async call(request: Request, { token, method }: Address): Promise<Reply> {
    if (token !== this.telegram.bot.token) return reply(badToken(token));
    const name = methodName(method) ?? method;
    const read = await callParams(request).catch(asApiError);
    const params = read instanceof ApiError ? new Params({}) : decodedParams(name, read);
    const journal = this.telegram.journal.begin(name, journalled(params));
    const call = { telegram: this.telegram, params, journal, signal: request.signal };
    const answer = read instanceof ApiError ? reply(read) : await this.answer(call, name);
    Object.assign(journal, { status: answer.status, response: answer.body });
    return answer;
  }

  private async answer(call: MethodCall, name: string): Promise<Reply> {
    try {
      const fault = this.telegram.faults.take(name);
      await suffer(fault, call.signal);
      const result = await this.run(call, name);
      return { status: 200, body: { ok: true, result }, lost: fault?.kind === 'lostResponse' };
    } catch (error) {
      return reply(asApiError(error));
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
    return method(call);
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
  if (fault.kind === 'hang')
    await wait(fault.ms ?? 0, undefined, { signal, ref: false }).catch(() => undefined);
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

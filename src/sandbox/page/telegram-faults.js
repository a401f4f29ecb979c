// What can go wrong with the Bot API (docs/SANDBOX.md).
import { drop, get, post } from '/doors.js';
import { FaultForm } from '/fault-form.js';

const METHODS = ['sendMessage', 'sendPhoto', 'sendInvoice', 'editMessageText', 'answerCallbackQuery'];
const PLACES = [...METHODS, 'answerPreCheckoutQuery', 'refundStarPayment', 'getUpdates', '*'];
const KINDS = [
  {
    kind: '429',
    words: '429, too many requests',
    amount: { field: 'retryAfter', words: 'seconds', value: 5 },
  },
  { kind: '403', words: '403, blocked by the person' },
  { kind: '400', words: '400, bad request' },
  { kind: '413', words: '413, too large' },
  { kind: '500', words: '500, restart' },
  { kind: '502html', words: '502 and a page of HTML' },
  { kind: 'reset', words: 'connection cut, nothing done' },
  { kind: 'slow', words: 'answers slowly', amount: { field: 'ms', words: 'ms', value: 2000 } },
  {
    kind: 'hang',
    words: 'hangs, then goes on',
    amount: { field: 'ms', words: 'ms of silence', value: 5000 },
  },
  { kind: 'lostResponse', words: 'done, then connection cut' },
];

export const telegramFaults = () =>
  new FaultForm({
    title: 'Faults of the Bot API',
    where: 'Method, * = any',
    places: PLACES,
    kinds: KINDS,
    list: async () => (await get('/_emu/faults')).map((fault) => ({ ...fault, where: fault.method })),
    set: ({ where, ...fault }) => post('/_emu/faults', { method: where, ...fault }),
    clear: ({ id }) => drop(`/_emu/faults/${id}`),
    clearAll: () => drop('/_emu/faults'),
  });

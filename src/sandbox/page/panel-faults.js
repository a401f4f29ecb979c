// What can go wrong with a panel (docs/SANDBOX.md).
import { get, post } from '/doors.js';
import { FaultForm } from '/fault-form.js';

const PLACES = ['panel/api/clients/add', 'panel/api/clients', 'panel/api/inbounds', 'panel/api', 'login'];
const KINDS = [
  { kind: 'refuse', words: 'connection cut, nothing done' },
  { kind: 'drop-after-apply', words: 'done, then connection cut' },
  {
    kind: 'late',
    words: 'connection cut, done later',
    amount: { field: 'ms', words: 'ms later', value: 3000 },
  },
  {
    kind: 'hang',
    words: 'no answer, then cut',
    amount: { field: 'ms', words: 'ms of silence', value: 60_000 },
  },
  {
    kind: 'interleave',
    words: 'before 3.1: the next addition is lost',
    amount: { field: 'ms', words: 'ms at most', value: 5000 },
  },
  { kind: 'html', words: '502 and a page of HTML' },
  { kind: 'busy', words: '"database is locked"' },
  { kind: 'status', words: 'an empty status', amount: { field: 'status', words: 'status', value: 500 } },
];

export const panelFaults = (door) =>
  new FaultForm({
    title: 'Faults of the panel',
    where: 'Calls that begin with',
    places: PLACES,
    kinds: KINDS,
    list: async () => (await get(`${door}/faults`)).map((fault) => ({ ...fault, where: fault.path })),
    set: ({ where, ...fault }) => post(`${door}/faults`, { path: where, ...fault }),
    clear: (fault) => forget(door, fault),
    clearAll: async (faults) => (await Promise.all(faults.map((fault) => forget(door, fault)))).at(-1) ?? {},
  });

/** No turns left takes a fault away. */
const forget = (door, { path, kind }) => post(`${door}/faults`, { path, kind, times: 0 });

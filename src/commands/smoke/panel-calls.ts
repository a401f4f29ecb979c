/** A call that reached a panel: method and the route below its base path. */
export type Call = { method: string; path: string };

/** `subLinks` and the core's state are counted apart from a purchase's budget (DESIGN 4a, "Lane"). */
const APART = /subLinks|server\/status/;

/** Writes and reads of a purchase. */
export function countCalls(calls: readonly Call[]): { panelWrites: number; panelReads: number } {
  const counted = calls.filter((call) => !APART.test(call.path));
  const panelWrites = counted.filter((call) => call.method === 'POST').length;
  return { panelWrites, panelReads: counted.length - panelWrites };
}

/** The panel calls that a shop's log tells of. */
export function callsInLog(lines: readonly string[]): Call[] {
  return lines.flatMap((line) => {
    if (!line.includes('"panel.called"')) return [];
    const fact = JSON.parse(line) as { method: string; what: string };
    return [{ method: fact.method, path: fact.what }];
  });
}

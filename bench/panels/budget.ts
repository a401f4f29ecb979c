/** Routes that are no part of the budget of a purchase: links are one per key, the core is asked once per inbound. */
const APART = /^(clients\/subLinks|inbounds\/getSubLinks|server\/status)/;
const WRITES = /^(clients\/(add|bulkCreate|update)|inbounds\/(addClient|updateClient))/;

/** Writes and reads of a purchase as DESIGN 4a counts them. */
export function budgetOf(routes: readonly string[]): { writes: number; reads: number } {
  const counted = routes.filter((route) => !APART.test(route));
  const writes = counted.filter((route) => WRITES.test(route)).length;
  return { writes, reads: counted.length - writes };
}

import { ServerClient } from '../../src/model/server-client.ts';
import { panelAccess } from '../../src/services/lanes/panel-access.ts';
import { placeOnPanel } from '../../src/services/lanes/wanted-client.ts';
import type { BenchShop } from '../panels/bench-shop.ts';

type Asked = { shop: BenchShop; clients: number; rivals: number };

/**
 * As most shops have it: one call and one row written for each client, one after another. Timed on a few, and what all
 * would take is extrapolated from them.
 */
export async function measureNaive({ shop, clients, rivals }: Asked): Promise<{
  timed: number;
  ms: number;
  calls: number;
}> {
  const { work, panel, vault, clock } = shop.needs;
  const some = await work
    .read()
    .find(ServerClient, {}, { limit: rivals, orderBy: { id: 'desc' }, populate: ['inbound.server'] });
  const begun = performance.now();
  for (const { id, ...client } of some.map((each) => ({ id: each.id, place: placeOnPanel(each), each }))) {
    const used = await panel.clientUsage(panelAccess(client.each.inbound.server, vault), client.place);
    await work.do(async (em) => {
      const row = await em.findOneOrFail(ServerClient, id);
      if (used !== null) row.updateTrafficUsage(used, clock.now());
      await em.flush();
    });
  }
  const each = (performance.now() - begun) / some.length;
  return { timed: some.length, ms: each * clients, calls: clients };
}

import type { Database } from '../../src/db/open-database.ts';
import { seconds } from '../../src/model/values/period.ts';
import { checkPanelUrl } from '../../src/panel/address-filter.ts';
import { ClientsPanel } from '../../src/panel/clients-panel.ts';
import { FleetService } from '../../src/services/fleet/fleet-service.ts';
import { aesVault, generateKeys } from '../../src/system/vault.ts';
import { workOn } from './database.ts';
import { countedIds } from './ids.ts';
import { HeardWakes, MovedClock, SHOP, silentLog } from './shop.ts';

/** The fleet's service on a database, for what needs no panel. */
export function fleetOn(database: Database): FleetService {
  const clock = new MovedClock();
  const limits = { connectMs: seconds(1), readMs: seconds(1), writeMs: seconds(1), maxBytes: 1024 };
  return new FleetService({
    work: workOn(database),
    clock,
    ids: countedIds,
    log: silentLog,
    panel: new ClientsPanel({ limits, allowPrivate: true, now: () => clock.now() }),
    vault: aesVault(generateKeys()),
    shop: SHOP,
    wakes: new HeardWakes(),
    checkAddress: (text) => checkPanelUrl(text, { allowPrivate: true }),
  });
}

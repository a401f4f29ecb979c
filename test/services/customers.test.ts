import { sql } from '@mikro-orm/core';
import { beforeEach, describe, expect, it } from 'vitest';
import type { Database } from '../../src/db/open-database.ts';
import { CustomerService } from '../../src/services/delivery/customer-service.ts';
import { alertStaff } from '../../src/services/messages/queue-message.ts';
import { randomIds } from '../../src/system/ids.ts';
import { aesVault, generateKeys } from '../../src/system/vault.ts';
import { NOON } from '../support/builders.ts';
import { openTestDatabase, workOn } from '../support/database.ts';
import { MovedClock, OWNER, SHOP } from '../support/shop.ts';

const olga = { id: OWNER, name: 'Olga', username: null, language: 'en' };

let database: Database;
let customers: CustomerService;

beforeEach(async () => {
  database = await openTestDatabase();
  const vault = aesVault(generateKeys());
  customers = new CustomerService({ work: workOn(database), clock: new MovedClock(), ids: randomIds, vault });
});

/** An alert that Telegram would not take, because its owner was not to be reached. */
async function missesAnAlert(sentAt = NOON): Promise<void> {
  const from = { shop: SHOP, now: sentAt };
  await workOn(database).do((em) =>
    alertStaff(em, from, { key: 'k', data: { code: 'server-back', serverId: 1, server: 'Frankfurt' } }),
  );
  await database.em().execute(sql`update outgoing_messages set state = 'undeliverable', attempts = 1`);
}

const states = async () =>
  (await database.em().execute<{ state: string }[]>('select state from outgoing_messages')).map(
    ({ state }) => state,
  );

describe('what could not reach a person', () => {
  it('goes out when they press Start for the first time', async () => {
    await missesAnAlert();

    await customers.meet(olga);

    expect(await states()).toEqual(['pending']);
  });

  it('goes out when they come back after blocking the bot', async () => {
    await customers.meet(olga);
    await customers.markBlocked(OWNER);
    await missesAnAlert();

    await customers.meet(olga);

    expect(await states()).toEqual(['pending']);
  });

  it('stays where it is when somebody else writes, or when it is old', async () => {
    await missesAnAlert(new Date('2026-10-01T12:00:00Z'));

    await customers.meet({ ...olga, id: OWNER + 1 });
    await customers.meet(olga);

    expect(await states()).toEqual(['undeliverable']);
  });
});

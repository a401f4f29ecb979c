import type { ConversationData, VersionedState } from '@grammyjs/conversations';
import { Api, Context } from 'grammy';
import type { Update, UserFromGetMe } from 'grammy/types';
import { beforeEach, describe, expect, it } from 'vitest';
import {
  WIZARD_LIFE,
  WIZARD_VERSION,
  WizardRaceLost,
  WizardStorage,
  type WizardStorageNeeds,
} from '../../src/bot/admin/wizard-storage.ts';
import type { ShopContext } from '../../src/bot/shop-context.ts';
import type { Database } from '../../src/db/open-database.ts';
import { aesVault, generateKeys } from '../../src/system/vault.ts';
import { openTestDatabase, workOn } from '../support/database.ts';
import { MovedClock, silentLog } from '../support/shop.ts';

type State = VersionedState<ConversationData>;
type Row = { key: string; version: string; state: string; rev: number };

const OLGA = 5_000_000_009;
const SECRET = 'the-token-that-was-typed';

let database: Database;
let clock: MovedClock;
let needs: WizardStorageNeeds;
let storage: WizardStorage;
beforeEach(async () => {
  database = await openTestDatabase();
  clock = new MovedClock();
  needs = { work: workOn(database), vault: aesVault(generateKeys()), clock, log: silentLog };
  storage = new WizardStorage(needs);
});

/** A state of the plugin in which somebody typed a secret, and a panel counted bytes. */
const stateWith = (typed: unknown): State => ({
  version: [0, 0],
  state: {
    addserver: [
      {
        interrupts: [1],
        replay: { send: [{ payload: 'wait' }], receive: [{ send: 0, returnValue: typed }] },
      },
    ],
  },
});

/** The context of a message of Olga, as the adapter meets it. */
function update(id: number, chatId: number | null = OLGA): ShopContext {
  const from = { id: OLGA, is_bot: false, first_name: 'Olga' };
  const chat = { id: chatId ?? 0, type: 'private' as const, first_name: 'Olga' };
  const message = { message_id: id, date: 0, chat, from, text: 'x' };
  const body: Update =
    chatId === null
      ? {
          update_id: id,
          pre_checkout_query: { id: '1', from, currency: 'XTR', total_amount: 1, invoice_payload: 'p' },
        }
      : { update_id: id, message };
  return new Context(body, new Api('1:x'), {
    id: 1,
    is_bot: true,
    first_name: 'b',
    username: 'b',
  } as UserFromGetMe) as ShopContext;
}

/** One update that moves the wizard. */
async function moves(id: number, typed: unknown, by = storage): Promise<ShopContext> {
  const ctx = update(id);
  await by.adapter.read(ctx);
  await by.adapter.write(ctx, stateWith(typed));
  return ctx;
}

const rows = () => database.em().execute<Row[]>('select key, version, state, rev from wizard_states');

describe('where an admin is in a wizard', () => {
  it('is read back as it was written, numbers of bytes included', async () => {
    await moves(1, { used: 5n, nothing: null, text: SECRET });

    expect(await storage.adapter.read(update(2))).toEqual(
      stateWith({ used: 5n, nothing: null, text: SECRET }),
    );
  });

  it('cannot be read in the database, and opens for no other person', async () => {
    await moves(1, SECRET);
    const [row] = await rows();

    expect(row).toMatchObject({ key: `${OLGA}:${OLGA}`, version: WIZARD_VERSION, rev: 1 });
    expect(row?.state).toMatch(/^v1\./);
    expect(row?.state).not.toContain(SECRET);
    expect(() => needs.vault.open(row?.state ?? '', 'wizard_states:1:1:state')).toThrow(/cannot open/);
  });

  it('is moved by one of two runs only: the other throws', async () => {
    await moves(1, 'first');
    const [one, other] = [update(2), update(3)];
    await storage.adapter.read(one);
    await storage.adapter.read(other);
    await storage.adapter.write(one, stateWith('second'));

    await expect(storage.adapter.write(other, stateWith('lost'))).rejects.toThrow(WizardRaceLost);
    expect(await storage.adapter.read(update(4))).toEqual(stateWith('second'));
  });

  it('is begun by one of two runs only: the other throws', async () => {
    const [one, other] = [update(1), update(2)];
    await storage.adapter.read(one);
    await storage.adapter.read(other);
    await storage.adapter.write(one, stateWith('mine'));

    await expect(storage.adapter.write(other, stateWith('lost'))).rejects.toThrow(WizardRaceLost);
  });

  it('stays as it was when the update failed, so that it can be handed in again', async () => {
    await moves(1, 'asked');
    const failed = update(2);
    await storage.adapter.read(failed);
    storage.settle(failed, 'failed');
    await storage.adapter.delete(failed);

    expect(await storage.adapter.read(update(2))).toEqual(stateWith('asked'));
  });

  it('knows the update that moved it last, but not one that went on to other handlers', async () => {
    await moves(1, 'asked');
    const passed = update(2);
    await storage.adapter.read(passed);
    storage.settle(passed, 'passed-on');
    await storage.adapter.write(passed, stateWith('asked'));
    const [again, other] = [update(1), update(2)];
    await storage.adapter.read(again);
    await storage.adapter.read(other);

    expect([storage.hasConsumed(again), storage.hasConsumed(other)]).toEqual([true, false]);
    expect((await rows())[0]?.rev).toBe(1);
  });

  it('is told to be gone after another version took over', async () => {
    await moves(1, 'asked');
    await database.em().execute(`update wizard_states set version = 'older'`);
    const ctx = update(2);

    expect(await storage.adapter.read(ctx)).toBeUndefined();
    expect(storage.endOf(ctx)).toBe('updated');
    expect(await rows()).toEqual([]);
  });

  it('is told to be gone when the keys of the shop are others', async () => {
    await moves(1, 'asked');
    const other = new WizardStorage({ ...needs, vault: aesVault(generateKeys()) });
    const ctx = update(2);

    expect(await other.adapter.read(ctx)).toBeUndefined();
    expect(other.endOf(ctx)).toBe('updated');
  });

  it('is over after its time, and not before', async () => {
    await moves(1, 'asked');
    clock.moveTo(WIZARD_LIFE);
    expect(await storage.adapter.read(update(2))).toBeDefined();

    clock.moveTo(WIZARD_LIFE + 1);
    const late = update(3);
    expect(await storage.adapter.read(late)).toBeUndefined();
    expect(storage.endOf(late)).toBe('expired');
  });

  it('is nobody else’s where an update has no chat', async () => {
    const [one, other] = [update(1, null), update(2, null)];
    await storage.adapter.read(one);
    await storage.adapter.write(one, stateWith('asked'));

    expect(await storage.adapter.read(other)).toBeUndefined();
  });
});

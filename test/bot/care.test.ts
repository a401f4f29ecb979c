import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ANN, BORIS } from '../sandbox/telegram-world.ts';
import { CustomerScene } from './customer-scene.ts';
import { t, texts } from './english.ts';

let scene: CustomerScene;
let clientId: number;

beforeEach(async () => {
  scene = await CustomerScene.open();
  await scene.says(ANN, '/start');
  clientId = await scene.giveAccess(ANN);
});
afterEach(async () => {
  const violations = await scene.world.violations();
  await scene.close();
  expect(violations).toEqual([]);
});

const last = async (person = ANN) => (await scene.screen(person)).at(-1);
const used = (...gb: number[]) =>
  scene.sql(`
    insert into client_traffic_days (client_id, day, bytes)
    select ${clientId}, (now() at time zone 'utc')::date - ${gb.length} + place::int - 1, gb::bigint * 1073741824
      from unnest(array[${gb.join(',')}]) with ordinality as days (gb, place)`);

describe('an access that does not work', () => {
  it('is said to be gone where it is, in words that stay', async () => {
    await scene.sql(`update server_clients set status = 'terminated' where id = ${clientId}`);

    await scene.tapsData(ANN, `1cw:${clientId.toString(36)}`);

    expect(await last()).toMatchObject({ kind: 'alert', text: 'This access is not there any more.' });
  });
});

describe('traffic day by day', () => {
  it('comes as a picture under its button', async () => {
    await used(1, 2, 3, 4);
    await scene.tapsData(ANN, `1ct:${clientId.toString(36)}`);

    expect(await last()).toMatchObject({ photo: expect.anything() });
  });

  it('says so where nothing was measured yet', async () => {
    await scene.tapsData(ANN, `1ct:${clientId.toString(36)}`);

    expect(await last()).toMatchObject({ kind: 'alert', text: t('chart-no-data') });
  });

  it('is shown to nobody else', async () => {
    await used(1, 2, 3, 4);
    await scene.says(BORIS, '/start');

    await scene.tapsData(BORIS, `1ct:${clientId.toString(36)}`);

    const words = texts.for('ru')('refusal-access-not-found');
    expect(await last(BORIS)).toMatchObject({ kind: 'alert', text: words });
  });

  it('tells on the access how long it lasts at this pace', async () => {
    await used(5, 5, 5, 5, 5, 5, 5);

    await scene.tapsData(ANN, `1a:${clientId.toString(36)}`);

    const texts = (await scene.screen(ANN)).map(({ text }) => text ?? '').join('\n');
    expect(texts).toMatch(/At this pace your traffic lasts until \w+ \d+\./);
  });
});

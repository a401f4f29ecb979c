import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { minutes } from '../../src/model/values/period.ts';
import { ANN, BORIS, OLGA } from '../sandbox/telegram-world.ts';
import { CustomerScene } from './customer-scene.ts';
import { HOSTILE_NAMES } from './view-data.ts';

let scene: CustomerScene;

/** Olga answers for the shop; Ann asks. */
beforeEach(async () => {
  scene = await CustomerScene.open();
  for (const person of [ANN, BORIS, OLGA]) await scene.says(person, '/start');
  await scene.sql(`update customers set staff_role = 'support', language_choice = 'en' where id = ${OLGA}`);
});
afterEach(async () => {
  const violations = await scene.world.violations();
  await scene.close();
  expect(violations).toEqual([]);
});

const texts = async (person: number) => (await scene.screen(person)).map(({ text }) => text ?? '');
const asks = async (text: string, person = ANN) => {
  await scene.says(person, '/support');
  await scene.says(person, text);
  await scene.deliver();
};

describe('writing to the shop', () => {
  it('brings one message to the staff and its answer back into the chat', async () => {
    await asks('My key does not work.');
    expect((await texts(ANN)).join('\n')).toContain('✅ Your message is with us.');
    expect((await texts(OLGA)).at(-1)).toMatch(
      /^💬 Ann.* \(5000000001\) writes:\n\nMy key does not work\.$/s,
    );

    await scene.taps(OLGA, 'Reply');
    await scene.says(OLGA, 'Please restart your app.');
    await scene.deliver();

    expect((await texts(OLGA)).at(-1)).toBe('✅ Your answer is on its way to the customer.');
    expect((await texts(ANN)).at(-1)).toBe('💬 The shop answers:\n\nPlease restart your app.');
    expect(await scene.sql(`select actor_id, action, target from audit_log`)).toMatchObject([
      { action: 'support.answer', target: `customer:${ANN}` },
    ]);
  });

  it('goes on where it was after a restart, for a quarter of an hour', async () => {
    await scene.says(ANN, '/support');
    await scene.waits(minutes(14));
    await scene.says(ANN, 'still here');
    await scene.says(ANN, '/support');
    await scene.waits(minutes(16));

    await scene.says(ANN, 'too late');

    expect(await scene.sql('select text from support_messages')).toEqual([{ text: 'still here' }]);
    expect((await texts(ANN)).at(-1)).toMatch(/^I did not understand that/);
  });

  it('takes the next text alone, and nothing by /cancel, a command or a press', async () => {
    for (const end of ['/cancel', '/my', 'press'] as const) {
      await scene.says(ANN, '/support');
      if (end === 'press') await scene.taps(ANN, 'Home');
      else await scene.says(ANN, end);
      await scene.says(ANN, `after ${end}`);
    }

    expect(await scene.sql('select text from support_messages')).toEqual([]);
    expect((await texts(ANN)).join('\n')).toContain('Nothing was sent.');
  });

  it('asks for text where something else is sent, and stays open for it', async () => {
    await scene.says(ANN, '/support');
    await scene.world.person(ANN).act('send', { sticker: true });
    await scene.handle();

    await scene.says(ANN, 'In words, then.');

    expect((await texts(ANN)).join('\n')).toContain('Please write it as text.');
    expect(await scene.sql('select text from support_messages')).toEqual([{ text: 'In words, then.' }]);
  });

  it('is stored once when its update is handed in twice, and confirmed all the same', async () => {
    await scene.says(ANN, '/support');
    await scene.world.person(ANN).send('once');

    await scene.handle({ times: 2 });

    expect(await scene.sql('select text from support_messages')).toEqual([{ text: 'once' }]);
    expect((await texts(ANN)).at(-1)).toMatch(/^✅ Your message is with us/);
  });

  it('is answered once when the update of the answer is handed in twice', async () => {
    await asks('My key does not work.');
    await scene.taps(OLGA, 'Reply');
    await scene.world.person(OLGA).send('Restart it.');

    await scene.handle({ times: 2 });

    expect(await scene.sql('select text from support_messages where staff_id is not null')).toEqual([
      { text: 'Restart it.' },
    ]);
    expect((await texts(OLGA)).at(-1)).toBe('✅ Your answer is on its way to the customer.');
  });

  it('is limited to five messages an hour', async () => {
    for (let count = 1; count <= 5; count++) {
      await scene.says(ANN, '/support');
      await scene.says(ANN, `message ${count}`);
    }

    await scene.says(ANN, '/support');
    await scene.says(ANN, 'message 6');

    expect(await scene.sql('select count(*)::int as n from support_messages')).toEqual([{ n: 5 }]);
    expect((await texts(ANN)).join('\n')).toContain('You have written five messages within an hour');
    await scene.waits(minutes(61));
    await scene.says(ANN, '/support');
    await scene.says(ANN, 'message 7');
    expect(await scene.sql('select count(*)::int as n from support_messages')).toEqual([{ n: 6 }]);
  });

  it('carries 4,096 characters both ways, whole', async () => {
    await asks('x'.repeat(4096));
    const question = await texts(OLGA);
    await scene.taps(OLGA, 'Reply');
    await scene.says(OLGA, 'я'.repeat(4096));
    await scene.deliver();

    expect(question.at(-2)).toMatch(/writes:$/);
    expect(question.at(-1)).toBe('x'.repeat(4096));
    expect(await texts(ANN)).toContain('я'.repeat(4096));
  });

  it.each(HOSTILE_NAMES.filter((text) => text.trim() !== '' && [...text].length < 4096))(
    'arrives whatever is written: %j',
    async (text) => {
      await asks(text);

      expect((await texts(OLGA)).at(-1)).toMatch(/writes:|./);
      expect((await texts(OLGA)).at(-1)).not.toContain('\u202e');
    },
  );

  it('is not answered by somebody who is not of the staff', async () => {
    await asks('My key does not work.');

    await scene.tapsData(BORIS, '1cr:1');
    await scene.says(BORIS, 'I am the shop, send me your key');
    await scene.deliver();

    expect((await texts(ANN)).join('\n')).not.toContain('I am the shop');
  });

  it('is not answered by somebody who was of the staff when the answer was begun', async () => {
    await asks('My key does not work.');
    await scene.taps(OLGA, 'Reply');
    await scene.sql('update customers set staff_role = null');

    await scene.says(OLGA, 'as if nothing had happened');
    await scene.deliver();

    expect((await texts(ANN)).join('\n')).not.toContain('as if nothing');
  });
});

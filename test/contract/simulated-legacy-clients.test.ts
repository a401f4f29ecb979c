import { describe, expect, it } from 'vitest';
import { inbound, LegacyUnderTest, vless } from './legacy-under-test.ts';

// Contract 3x-ui sections 0, 3, 4.1 and 9.

const GENERATIONS = ['2.6', '2.8', '2.9', '3.0'] as const;
const opened = (generation: (typeof GENERATIONS)[number]) => new LegacyUnderTest(generation).start();
const refused = (text: string) => ({ success: false, msg: `Something went wrong (${text})`, obj: null });

describe.each(GENERATIONS)('a panel of %s', (generation) => {
  it('loses the client of one of two additions at once, and says success to both', async () => {
    await using panel = await opened(generation);
    await panel.add(1, vless('before'));
    await panel.control('faults', { kind: 'interleave', path: 'panel/api/inbounds/addClient', times: 1 });

    const slow = panel.add(1, vless('slow'));
    await expect.poll(async () => (await panel.control('faults')) as unknown[]).toEqual([]);
    const quick = await panel.add(1, vless('quick'));

    expect([quick.success, (await slow).success]).toEqual([true, true]);
    expect(await panel.emails(1)).toEqual(['before', 'slow']);
    const { obj } = await panel.ask('list');
    expect(JSON.stringify(obj)).toContain('"email":"quick"');
  });

  it('does an addition that waited for another one by itself after a while', async () => {
    await using panel = await opened(generation);
    await panel.control('faults', {
      kind: 'interleave',
      path: 'panel/api/inbounds/addClient',
      times: 1,
      ms: 20,
    });

    expect(await panel.add(1, vless('alone'))).toMatchObject({ success: true });
    expect(await panel.emails(1)).toEqual(['alone']);
  });

  it('adds nobody while the settings of some inbound are not JSON', async () => {
    await using panel = await opened(generation);
    await panel.ask('add', { ...inbound(20_041, {}), settings: '{oops' });

    expect(await panel.add(1, vless('a'))).toEqual(refused('malformed JSON'));
    expect(await panel.ask('add', inbound(20_042, {}))).toEqual(refused('malformed JSON'));
    await panel.ask('del/3', {});
    expect(await panel.add(1, vless('a'))).toMatchObject({ success: true });
  });

  it('refuses all clients of an addition when one email is taken in another letter case', async () => {
    await using panel = await opened(generation);
    await panel.add(1, vless('a'));

    expect(await panel.add(2, vless('b'), vless('A', { subId: 'other' }))).toEqual(
      refused('Duplicate email: A\n'),
    );
    expect(await panel.emails(2)).toEqual([]);
  });

  it('leaves the last client of an inbound where it is', async () => {
    await using panel = await opened(generation);
    await panel.add(1, vless('a'));

    const gone = await panel.ask(`1/delClient/${vless('a').id}`, {});

    expect(gone).toEqual(refused('no client remained in Inbound\n'));
    expect(await panel.emails(1)).toEqual(['a']);
  });

  it('takes an inbound and a client as a form too', async () => {
    await using panel = await opened(generation);
    const settings = JSON.stringify({ clients: [vless('a')] });

    const answer = await panel.request('panel/api/inbounds/addClient', { form: { id: '1', settings } });

    expect(await answer.json()).toMatchObject({ success: true });
    expect(await panel.emails(1)).toEqual(['a']);
  });

  it('replaces a client as a whole, and keeps when it was made', async () => {
    await using panel = await opened(generation);
    await panel.add(1, vless('a'));
    const [before] = await panel.settings(1);
    panel.at += 5000;

    const { id, email } = vless('a');
    await panel.ask(`updateClient/${id}`, { id: 1, settings: JSON.stringify({ clients: [{ id, email }] }) });

    const made = Number(before?.created_at);
    expect(await panel.settings(1)).toEqual([{ id, email, created_at: made, updated_at: made + 5000 }]);
  });

  it('shows an administrator changing and removing a client behind the back of the shop', async () => {
    await using panel = await opened(generation);
    await panel.add(1, vless('a'), vless('b'));

    await panel.control('edit', { email: 'a', enable: false, totalGB: 5, comment: 'by hand' });
    await panel.control('remove', { email: 'b' });

    expect(await panel.client('a')).toMatchObject({
      enable: false,
      totalGB: 5,
      comment: 'by hand',
      works: false,
    });
    expect(await panel.emails(1)).toEqual(['a']);
  });

  it('makes an end of a period that waited when traffic flows', async () => {
    await using panel = await opened(generation);
    await panel.add(1, vless('a', { expiryTime: -86_400_000 }));

    await panel.control('traffic', { email: 'a', up: 1, down: 2 });

    expect(await panel.settings(1)).toMatchObject([{ expiryTime: panel.at + 86_400_000 }]);
    expect(await panel.client('a')).toMatchObject({ up: 1, down: 2 });
    expect(await panel.ask('onlines', {})).toMatchObject({ obj: ['a'] });
  });
});

describe('where the versions differ', () => {
  it.each(['2.6', '2.8', '2.9'] as const)(
    '%s: one client without an email lets every addition fail',
    async (generation) => {
      await using panel = await opened(generation);
      const { email: _none, ...nameless } = vless('a');
      await panel.add(1, vless('b'), nameless);

      const answer = await panel.add(2, vless('c'));

      expect(answer.msg).toContain('converting NULL to string is unsupported');
      await panel.ask(`1/delClient/${nameless.id}`, {});
      expect(
        (await panel.ask('addClient', { id: 1, settings: JSON.stringify({ clients: [vless('c')] }) }))
          .success,
      ).toBe(true);
    },
  );

  it('3.0 asks for an email, and doubles a client when the very same addition is sent again', async () => {
    await using panel = await opened('3.0');
    const { email: _none, ...nameless } = vless('a');
    await panel.add(1, vless('b'));

    expect(await panel.add(1, nameless)).toEqual(refused('client email is required\n'));
    expect(await panel.add(1, vless('b'))).toMatchObject({ success: true });
    expect(await panel.emails(1)).toEqual(['b', 'b']);
  });

  it.each([
    ['2.6', true],
    ['2.8', true],
    ['2.9', false],
    ['3.0', false],
  ] as const)('%s: removing a client that is not there is a success: %s', async (generation, success) => {
    await using panel = await opened(generation);
    await panel.add(1, vless('a'));

    expect((await panel.ask('1/delClient/nobody', {})).success).toBe(success);
  });

  it.each([
    ['2.6', 500],
    ['2.8', 200],
    ['2.9', 200],
    ['3.0', 200],
  ] as const)('%s: a reset for an unknown client is answered %s', async (generation, status) => {
    await using panel = await opened(generation);

    const answer = await panel.request('panel/api/inbounds/1/resetClientTraffic/nobody', { body: {} });

    expect(answer.status).toBe(status);
  });
});

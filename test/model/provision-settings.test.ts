import { describe, expect, it } from 'vitest';
import { parseSettings } from '../../src/model/provision-settings.ts';
import { gigabytes } from '../../src/model/values/traffic.ts';
import { anInbound, anItem, aPlan } from '../support/builders.ts';

describe('settings that an admin types', () => {
  it.each([
    { kind: 'plan', text: '{}' },
    { kind: 'plan', text: '{"limitIp":0,"flow":"","preferDefaultInbound":true}' },
    { kind: 'template', text: '{"limitIp":5,"flow":"xtls-rprx-vision"}' },
    { kind: 'rules', text: '{"maxPerCustomer":1,"planTypes":["shared","dedicated"]}' },
  ] as const)('are taken: $kind $text', ({ kind, text }) => {
    expect(parseSettings(kind, text)).toEqual({ ok: true, value: JSON.parse(text) });
  });

  it.each([
    { kind: 'plan', text: '{"limitIP":1}', key: 'limitIP' },
    { kind: 'template', text: '{"preferDefaultInbound":true}', key: 'preferDefaultInbound' },
    { kind: 'rules', text: '{"limitIp":1}', key: 'limitIp' },
    { kind: 'plan', text: '{"__proto__":1}', key: '__proto__' },
    { kind: 'plan', text: '{"toString":1}', key: 'toString' },
  ] as const)(
    'are refused for a key that is not known, with those that are: $kind $text',
    ({ kind, text, key }) => {
      expect(parseSettings(kind, text)).toMatchObject({
        ok: false,
        refusal: { code: 'unknown-setting', key, allowed: expect.stringContaining(',') },
      });
    },
  );

  it.each([
    { kind: 'plan', text: '{"limitIp":-1}' },
    { kind: 'plan', text: '{"limitIp":1.5}' },
    { kind: 'plan', text: '{"limitIp":"2"}' },
    { kind: 'plan', text: '{"limitIp":null}' },
    { kind: 'plan', text: '{"flow":"other"}' },
    { kind: 'plan', text: '{"preferDefaultInbound":1}' },
    { kind: 'rules', text: '{"maxPerCustomer":0}' },
    { kind: 'rules', text: '{"planTypes":[]}' },
    { kind: 'rules', text: '{"planTypes":["gold"]}' },
    { kind: 'rules', text: '{"planTypes":"shared"}' },
  ] as const)('are refused for a value that does not fit: $kind $text', ({ kind, text }) => {
    expect(parseSettings(kind, text)).toMatchObject({ ok: false, refusal: { code: 'bad-setting' } });
  });

  it.each(['', 'x', '[]', 'null', '3', '{"limitIp":1'])(
    'are an object in JSON, which this is not: %s',
    (text) => {
      expect(parseSettings('plan', text)).toMatchObject({
        ok: false,
        refusal: { code: 'settings-not-json' },
      });
    },
  );
});

describe('what a client is made with', () => {
  const template = { limitIp: 1, flow: '' } as const;

  it('is the template, over it the plan’s settings, over them what was sold', () => {
    const plan = aPlan({ provisionSettings: { limitIp: 2 } });
    const sold = anItem({ plan, concurrentConnections: 3, dataLimitGb: 7, durationDays: 9 });

    expect(aPlan().getProvisioningSettings()).toMatchObject({ limitIp: 0, flow: null });
    expect(aPlan().getProvisioningSettings(template)).toMatchObject({ limitIp: 1, flow: '' });
    expect(plan.getProvisioningSettings(template)).toMatchObject({ limitIp: 2, flow: '' });
    expect(plan.getProvisioningSettings(template, sold)).toEqual({
      limitIp: 3,
      flow: '',
      trafficLimit: gigabytes(7n),
      durationDays: 9,
    });
  });

  it.each([
    { protocol: 'vless', flowCapable: true, wish: null, flow: 'xtls-rprx-vision' },
    { protocol: 'vless', flowCapable: true, wish: '', flow: '' },
    { protocol: 'vless', flowCapable: false, wish: 'xtls-rprx-vision', flow: '' },
    { protocol: 'trojan', flowCapable: true, wish: 'xtls-rprx-vision', flow: '' },
  ])(
    'has vision only where it works, and where nobody turned it off: $protocol $flowCapable $wish',
    (row) => {
      const { protocol, flowCapable, wish, flow } = row;

      expect(anInbound({ protocol, flowCapable }).flowFor(wish)).toBe(flow);
    },
  );
});

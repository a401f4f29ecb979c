/** Buttons of the balance and of what is bought beside an access; part of the screens of `callback-data.ts`. */
export const PURCHASE_TAPS = {
  wallet: { least: 'customer', code: 'bl', fields: { page: 'number' } },
  'wallet-new': { least: 'customer', code: 'bn', fields: {} },
  topup: { least: 'customer', code: 'tu', fields: {} },
  'topup-new': { least: 'customer', code: 'tn', fields: {} },
  'topup-pay': { least: 'customer', code: 'tp', fields: { shown: 'number', nonce: 'word' } },
  traffic: { least: 'customer', code: 'mt', fields: { clientId: 'number' } },
  'traffic-pack': { least: 'customer', code: 'mp', fields: { clientId: 'number', gb: 'number' } },
  'traffic-stars': {
    least: 'customer',
    code: 'ms',
    fields: { clientId: 'number', gb: 'number', nonce: 'word', offer: 'word' },
  },
  'traffic-balance': {
    least: 'customer',
    code: 'mb',
    fields: { clientId: 'number', gb: 'number', nonce: 'word', offer: 'word', shown: 'number' },
  },
  'client-orders': { least: 'viewer', code: 'ko', fields: { clientId: 'number', page: 'number' } },
  'client-auto': { least: 'admin', code: 'ka', fields: { clientId: 'number', on: 'number' } },
  'client-auto-yes': { least: 'admin', code: 'kay', fields: { clientId: 'number', on: 'number' } },
  tries: { least: 'customer', code: 'yl', fields: { page: 'number' } },
  try: { least: 'customer', code: 'yt', fields: { planId: 'number', days: 'number', nonce: 'word' } },
  devices: { least: 'customer', code: 'mv', fields: { clientId: 'number' } },
  'devices-stars': {
    least: 'customer',
    code: 'mw',
    fields: { clientId: 'number', nonce: 'word', offer: 'word' },
  },
  'devices-balance': {
    least: 'customer',
    code: 'mx',
    fields: { clientId: 'number', nonce: 'word', offer: 'word', shown: 'number' },
  },
  'plans-beside': { least: 'customer', code: 'po', fields: { clientId: 'number', page: 'number' } },
  'plan-beside': { least: 'customer', code: 'pb', fields: { clientId: 'number', planId: 'number' } },
  'plan-stars': {
    least: 'customer',
    code: 'pz',
    fields: { clientId: 'number', planId: 'number', nonce: 'word', offer: 'word' },
  },
  'plan-balance': {
    least: 'customer',
    code: 'pw',
    fields: { clientId: 'number', planId: 'number', nonce: 'word', offer: 'word', shown: 'number' },
  },
} as const;

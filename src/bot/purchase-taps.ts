/** Buttons of the balance and of what is bought beside an access; part of the screens of `callback-data.ts`. */
export const PURCHASE_TAPS = {
  wallet: { least: 'customer', code: 'bl', fields: { page: 'number' } },
  'wallet-new': { least: 'customer', code: 'bn', fields: {} },
  topup: { least: 'customer', code: 'tu', fields: {} },
  'topup-new': { least: 'customer', code: 'tn', fields: {} },
  'topup-pay': { least: 'customer', code: 'tp', fields: { shown: 'number', nonce: 'word' } },
} as const;

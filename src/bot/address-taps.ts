/** Buttons around a customer's subscription address; part of the screens of `callback-data.ts`. */
export const ADDRESS_TAPS = {
  'new-address': { least: 'customer', code: 'xa', fields: {} },
  'new-address-yes': { least: 'customer', code: 'xay', fields: { mark: 'word' } },
  'customer-address': { least: 'support', code: 'xc', fields: { customerId: 'number' } },
  'customer-address-yes': { least: 'support', code: 'xcy', fields: { customerId: 'number', mark: 'word' } },
} as const;

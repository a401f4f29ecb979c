/** Devices that can be bought for a running access: so many at most, each for so many minor units a period. */
export type ExtraDevices = { most: number; minor: bigint };

const FORM = /^(\d{1,2}) *= *(\d{1,6})(?:[.,](\d{1,2}))?$/;

/** What a seller writes, `2 = 1.50`: at most two, 1.50 each. null = it is nothing of that kind. */
export function parseExtraDevices(text: string): ExtraDevices | null {
  const [, most = '', whole = '', cents = ''] = FORM.exec(text.trim()) ?? [];
  const minor = BigInt(whole || 0) * 100n + BigInt(cents.padEnd(2, '0'));
  return Number(most) > 0 && minor > 0n ? { most: Number(most), minor } : null;
}

/** As it is kept with the plan; `parseExtraDevices` reads it. */
export const extraDevicesText = ({ most, minor }: ExtraDevices): string =>
  `${most} = ${minor / 100n}.${String(minor % 100n).padStart(2, '0')}`;

import { describe, expect, it } from 'vitest';
import { MegabytesColumn } from '../../../src/model/megabytes-column.ts';
import { bytes, gigabytes, megabytes, wholeMegabytes } from '../../../src/model/values/traffic.ts';

describe('traffic', () => {
  it('is counted to the byte where numbers no longer are', () => {
    expect(bytes(2n ** 53n + 1n) - bytes(2n ** 53n)).toBe(1n);
  });

  it('is sold in binary units', () => {
    expect(gigabytes(1n)).toBe(megabytes(1024n));
    expect(gigabytes(1n)).toBe(1_073_741_824n);
    expect(wholeMegabytes(bytes(2n ** 20n * 3n - 1n))).toBe(2n);
  });

  it.each([-1n, 2n ** 63n])('is never %d bytes', (count) => {
    expect(() => bytes(count)).toThrow(RangeError);
  });

  it('is kept in whole megabytes, and no limit stays no limit', () => {
    const column = new MegabytesColumn();

    expect(column.convertToDatabaseValue(bytes(2n ** 20n * 3n + 5n))).toBe('3');
    expect(column.convertToJSValue('3')).toBe(megabytes(3n));
    expect([column.convertToDatabaseValue(null), column.convertToJSValue(null)]).toEqual([null, null]);
  });
});

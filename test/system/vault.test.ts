import { mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type AppKeys, parseAppKeys, writeAppKeys } from '../../src/model/values/app-keys.ts';
import { SealBroken } from '../../src/services/ports/vault.ts';
import { aesVault, generateKeys, loadOrMakeKeys } from '../../src/system/vault.ts';

const PLACE = 'servers:17:credentials';
const CANARY = 'panel password пароль 🔑';

describe("sealing a panel's credentials", () => {
  const vault = aesVault(namedKeys('k1'));

  it.each([CANARY, '', 'x'.repeat(10_000)])('gives back what was sealed', (plain) => {
    expect(vault.open(vault.seal(plain, PLACE), PLACE)).toBe(plain);
  });

  it('writes version, key id, nonce and what is hidden, and another text each time', () => {
    const sealed = vault.seal(CANARY, PLACE);
    expect(sealed).toMatch(/^v1\.k1\.[\w-]{16}\.[\w-]+$/);
    expect(sealed).not.toContain(Buffer.from('panel').toString('base64url').slice(0, 5));
    expect(vault.seal(CANARY, PLACE)).not.toBe(sealed);
  });

  it.each([
    ['row', 'servers:18:credentials'],
    ['column', 'servers:17:web_path'],
    ['table', 'customers:17:credentials'],
  ])('does not open in another %s', (_, otherPlace) => {
    const sealed = vault.seal(CANARY, PLACE);
    expect(() => vault.open(sealed, otherPlace)).toThrow(SealBroken);
  });

  it('does not open when any character of it was changed', () => {
    const sealed = vault.seal(CANARY, PLACE);
    const opened = Array.from(sealed, (_, at) => withOtherCharacter(sealed, at)).filter((changed) =>
      opens(changed),
    );
    expect(opened).toEqual([]);
  });

  it('does not open when any bit of its nonce, text or tag was flipped', () => {
    const [version, id, nonce = '', hidden = ''] = vault.seal(CANARY, PLACE).split('.');
    const changed = [
      ...flippedBits(nonce).map((each) => [version, id, each, hidden].join('.')),
      ...flippedBits(hidden).map((each) => [version, id, nonce, each].join('.')),
    ];
    expect(changed.length).toBeGreaterThan(8 * (12 + 16));
    expect(changed.filter((each) => opens(each))).toEqual([]);
  });

  it('does not open when its tag was cut, nor when it is something else', () => {
    const sealed = vault.seal(CANARY, PLACE);
    const cut = Array.from({ length: sealed.length }, (_, length) => sealed.slice(0, length));
    const [version, id, nonce] = sealed.split('.');
    const others = [`${sealed}.x`, `${sealed}=`, `${sealed} `, `${version}.${id}.${nonce}.`, 'plain text'];
    expect([...cut, ...others].filter((each) => opens(each))).toEqual([]);
  });

  it('says where and why it does not open, and nothing of what is inside', () => {
    const sealed = vault.seal(CANARY, PLACE);
    const stranger = aesVault(namedKeys('k9'));
    const message = messageOf(() => stranger.open(sealed, PLACE));
    expect(message).toContain(PLACE);
    expect(message).toMatch(/no key k1.*APP_KEYS/);
    expect(message).not.toContain(sealed.slice(6));
  });

  it('is useless under another key of the same id', () => {
    const sealed = vault.seal(CANARY, PLACE);
    expect(() => aesVault(namedKeys('k1')).open(sealed, PLACE)).toThrow(SealBroken);
  });

  it('opens what the old key sealed once a new one stands in front', () => {
    const [oldKey] = namedKeys('k1');
    const [newKey] = namedKeys('k2');
    const sealed = aesVault([oldKey]).seal(CANARY, PLACE);
    const rotated = aesVault([newKey, oldKey]);
    expect(rotated.open(sealed, PLACE)).toBe(CANARY);
    expect(rotated.seal(CANARY, PLACE)).toMatch(/^v1\.k2\./);
  });

  const opens = (sealed: string): boolean => {
    try {
      vault.open(sealed, PLACE);
      return true;
    } catch (error) {
      if (error instanceof SealBroken) return false;
      throw error;
    }
  };
});

describe("the sandbox's keys", () => {
  let dataDir: string;

  beforeEach(() => {
    dataDir = join(mkdtempSync(join(tmpdir(), 'shop-keys-')), 'data');
  });

  afterEach(() => rmSync(join(dataDir, '..'), { recursive: true, force: true }));

  it('are made once and are the same at the next start', () => {
    const first = loadOrMakeKeys(dataDir);
    expect(writeAppKeys(loadOrMakeKeys(dataDir))).toBe(writeAppKeys(first));
    expect(readdirSync(dataDir)).toEqual(['app.keys']);
  });

  it('can be read by nobody else', () => {
    loadOrMakeKeys(dataDir);
    expect(statSync(dataDir).mode & 0o777).toBe(0o700);
    expect(statSync(join(dataDir, 'app.keys')).mode & 0o777).toBe(0o600);
  });

  it('are never made anew over a file that cannot be read', () => {
    loadOrMakeKeys(dataDir);
    writeFileSync(join(dataDir, 'app.keys'), 'k1:half');
    expect(() => loadOrMakeKeys(dataDir)).toThrow(/backup/);
  });

  it('survive being written and read', () => {
    const keys: AppKeys = [...namedKeys('k2'), ...namedKeys('k1')];
    expect(parseAppKeys(writeAppKeys(keys))?.map(({ id }) => id)).toEqual(['k2', 'k1']);
  });
});

function namedKeys(id: string): AppKeys {
  const [{ key }] = generateKeys();
  return [{ id, key }];
}

function withOtherCharacter(text: string, at: number): string {
  return text.slice(0, at) + (text[at] === 'A' ? 'B' : 'A') + text.slice(at + 1);
}

function flippedBits(base64url: string): string[] {
  const bytes = Buffer.from(base64url, 'base64url');
  return Array.from({ length: bytes.length * 8 }, (_, bit) => {
    const changed = Buffer.from(bytes);
    changed.writeUInt8(changed.readUInt8(bit >> 3) ^ (1 << (bit & 7)), bit >> 3);
    return changed.toString('base64url');
  });
}

function messageOf(action: () => unknown): string {
  try {
    action();
  } catch (error) {
    return String(error);
  }
  return '';
}

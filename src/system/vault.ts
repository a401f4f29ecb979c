import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { existsSync, linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type AppKey, type AppKeys, parseAppKeys, writeAppKeys } from '../model/values/app-keys.ts';
import { Secret } from '../model/values/secret.ts';
import { SealBroken, type Vault } from '../services/ports/vault.ts';

const CIPHER = 'aes-256-gcm';
const KEY_BYTES = 32;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;
const KEY_FILE = 'app.keys';

type Sealed = { keyId: string; nonce: Buffer; ciphertext: Buffer; tag: Buffer };

/** AES-256-GCM with the place as associated data: `v1.<kid>.<nonce>.<ciphertext and tag>` in base64url. */
export const aesVault = (keys: AppKeys): Vault => ({
  seal: (plain, place) => seal(keys[0], plain, place),
  open: (sealed, place) => {
    const parts = parse(sealed, place);
    const key = keys.find(({ id }) => id === parts.keyId);
    if (!key) throw new SealBroken(place, `no key ${parts.keyId}; put it back into APP_KEYS`);
    return open(key, parts, place);
  },
});

/** One new key, from the operating system's chance. */
export const generateKeys = (): AppKeys => [{ id: 'k1', key: new Secret(randomBytes(KEY_BYTES)) }];

/**
 * The sandbox's keys, kept in its data directory: file mode 0600, folder 0700. The first of two starters makes them.
 * @throws {Error} when the file is there and holds no keys: new ones would lock the old rows for ever.
 */
export function loadOrMakeKeys(dataDir: string): AppKeys {
  const file = join(dataDir, KEY_FILE);
  if (!existsSync(file)) makeKeyFile(dataDir, file);
  const keys = parseAppKeys(readFileSync(file, 'utf8'));
  if (!keys)
    throw new Error(`${file} holds no keys: put it back from a backup, or begin with an empty DATA_DIR`);
  return keys;
}

function seal({ id, key }: AppKey, plain: string, place: string): string {
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv(CIPHER, key.reveal(), nonce, { authTagLength: TAG_BYTES });
  cipher.setAAD(Buffer.from(place));
  const hidden = Buffer.concat([cipher.update(plain, 'utf8'), cipher.final(), cipher.getAuthTag()]);
  return `v1.${id}.${nonce.toString('base64url')}.${hidden.toString('base64url')}`;
}

function parse(sealed: string, place: string): Sealed {
  const [version, keyId, nonce64, hidden64, ...more] = sealed.split('.');
  if (version !== 'v1' || !keyId || more.length > 0) throw new SealBroken(place, 'not a sealed value');
  const nonce = exactBytes(nonce64);
  const hidden = exactBytes(hidden64);
  if (nonce?.length !== NONCE_BYTES || !hidden || hidden.length < TAG_BYTES) {
    throw new SealBroken(place, 'cut or changed');
  }
  return { keyId, nonce, ciphertext: hidden.subarray(0, -TAG_BYTES), tag: hidden.subarray(-TAG_BYTES) };
}

/** Node skips what is not base64url; here one value has one spelling. */
function exactBytes(base64url = ''): Buffer | null {
  const bytes = Buffer.from(base64url, 'base64url');
  return bytes.toString('base64url') === base64url ? bytes : null;
}

function open({ key }: AppKey, { nonce, ciphertext, tag }: Sealed, place: string): string {
  const decipher = createDecipheriv(CIPHER, key.reveal(), nonce, { authTagLength: TAG_BYTES });
  decipher.setAAD(Buffer.from(place));
  decipher.setAuthTag(tag);
  try {
    return Buffer.concat([decipher.update(ciphertext), decipher.final()]).toString('utf8');
  } catch (cause) {
    throw new SealBroken(place, 'changed, or sealed for another place or under another key', { cause });
  }
}

/** Linked into place whole: a reader sees all of the keys or no file, and nobody's keys are written over. */
function makeKeyFile(dataDir: string, file: string): void {
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  const draft = `${file}.${randomBytes(8).toString('hex')}`;
  writeFileSync(draft, `${writeAppKeys(generateKeys())}\n`, { mode: 0o600, flag: 'wx' });
  try {
    linkSync(draft, file);
  } catch (error) {
    if (!existsSync(file)) throw error;
  } finally {
    rmSync(draft, { force: true });
  }
}

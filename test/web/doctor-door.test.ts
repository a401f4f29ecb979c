import { mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { DOCTOR_FILE, openDoctorDoor } from '../../src/web/doctor-door.ts';

let dataDir: string;
let door: { close(): Promise<void> };
let asked: unknown[];

describe('the doctor’s door of a shop on the embedded database', () => {
  beforeEach(async () => {
    dataDir = await mkdtemp(join(tmpdir(), 'doctor-'));
    asked = [];
    const examine = async (order: { fix: boolean }) => {
      asked.push(order);
      return { isWell: true };
    };
    door = await openDoctorDoor({ dataDir, token: 'the-key', examine });
  });

  afterEach(async () => {
    await door.close();
    await rm(dataDir, { recursive: true, force: true });
  });

  it('examines the shop for whoever can read its data directory', async () => {
    const { mode } = await stat(join(dataDir, DOCTOR_FILE));
    const { url, token } = JSON.parse(await readFile(join(dataDir, DOCTOR_FILE), 'utf8'));

    const answer = await ask(url, token, { fix: true });

    expect(mode & 0o777).toBe(0o600);
    expect(url).toMatch(/^http:\/\/127\.0\.0\.1:/);
    expect([answer.status, await answer.json(), asked]).toEqual([200, { isWell: true }, [{ fix: true }]]);
  });

  it('does nothing for anybody else', async () => {
    const { url } = JSON.parse(await readFile(join(dataDir, DOCTOR_FILE), 'utf8'));

    const answers = [await ask(url, 'another', { fix: true }), await ask(url, 'the-key', { fix: 'yes' })];

    expect(answers.map(({ status }) => status)).toEqual([401, 400]);
    expect(asked).toEqual([]);
  });

  it('leaves no key behind when the shop stops', async () => {
    await door.close();

    await expect(stat(join(dataDir, DOCTOR_FILE))).rejects.toThrow('ENOENT');
    door = { close: async () => {} };
  });
});

const ask = (url: string, token: string, body: unknown) =>
  fetch(`${url}/_doctor`, {
    method: 'POST',
    headers: { Authorization: `Bearer ${token}`, Connection: 'close' },
    body: JSON.stringify(body),
  });

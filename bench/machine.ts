import { cpus, loadavg, platform, release, totalmem } from 'node:os';

/** Where figures come from: without it they say nothing. */
export type Machine = {
  cpu: string;
  cores: number;
  memoryGb: number;
  os: string;
  node: string;
};

export const machine = (): Machine => ({
  cpu: cpus()[0]?.model.trim() ?? 'unknown',
  cores: cpus().length,
  memoryGb: Math.round(totalmem() / 2 ** 30),
  os: `${platform()} ${release()}`,
  node: process.version,
});

/** The load average of the last minute, 1 = one busy core. */
export const loadNow = (): number => Math.round((loadavg()[0] ?? 0) * 100) / 100;

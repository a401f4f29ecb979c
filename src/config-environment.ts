import { existsSync } from 'node:fs';

/**
 * What this process was given, and below it the file .env of the folder it was started in. A sandbox that a command
 * starts says SANDBOX itself: the settings of a live shop in .env are not for it.
 */
export function environment(): Readonly<Record<string, string | undefined>> {
  if (process.env.SANDBOX === undefined && existsSync('.env')) process.loadEnvFile('.env');
  return process.env;
}

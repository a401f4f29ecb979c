import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, realpathSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A copy of the working tree that may be spoiled. */
export type WorkingCopy = { readonly folder: string; remove(): void };

/** Copies what git knows or would take up, as it stands now, and links the installed packages. */
export function copyWorkingTree(root: string): WorkingCopy {
  const folder = mkdtempSync(join(tmpdir(), 'guards-'));
  const listed = git(root, ['ls-files', '-z', '--cached', '--others', '--exclude-standard']);
  for (const file of listed.split('\0')) {
    const from = join(root, file);
    if (file !== '' && file !== 'node_modules' && existsSync(from)) cpSync(from, join(folder, file));
  }
  symlinkSync(realpathSync(join(root, 'node_modules')), join(folder, 'node_modules'));
  return { folder, remove: () => rmSync(folder, { recursive: true, force: true }) };
}

/** Takes a guard away. @throws when the patch does not fit the sources any more. */
export const applyPatch = (folder: string, patch: string): void => void git(folder, ['apply', patch]);

/** Puts it back. */
export const takeBack = (folder: string, patch: string): void =>
  void git(folder, ['apply', '--reverse', patch]);

/** Why the patch does not fit the sources at `root`, in git's words; null = it does. Changes nothing. */
export function misfitOf(root: string, patch: string): string | null {
  try {
    git(root, ['apply', '--check', patch]);
    return null;
  } catch (fault) {
    return fault instanceof Error ? fault.message : String(fault);
  }
}

/** The ceiling keeps git from taking the folder for a part of some repository around it. */
const git = (cwd: string, args: readonly string[]): string =>
  execFileSync('git', args, {
    cwd,
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, GIT_CEILING_DIRECTORIES: tmpdir() },
  });

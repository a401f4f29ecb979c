// npm run states [-- --check]: draws docs/states.md from the tables in src/model; --check only looks, exit 1 = out of date.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { drawStates } from './states/draw-states.ts';
import { LIVES } from './states/lives.ts';

const { values: flags } = parseArgs({
  options: {
    check: { type: 'boolean', default: false },
    file: { type: 'string', default: join(import.meta.dirname, '..', '..', 'docs', 'states.md') },
  },
});

const page = drawStates(LIVES);
if (!flags.check) writeFileSync(flags.file, page);
else if (standing() !== page) {
  console.error(`${flags.file} is out of date: npm run states`);
  process.exitCode = 1;
}

/** null = there is no such page yet. */
function standing(): string | null {
  try {
    return readFileSync(flags.file, 'utf8');
  } catch {
    return null;
  }
}

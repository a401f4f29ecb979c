// npm run doctor [-- --fix] [--json]: every reconciliation of the shop, what was found, fixed and left.
// Exit code: 0 = all is right, 1 = something is wrong or left, 2 = it could not look.
import { parseArgs } from 'node:util';
import { readConfig } from '../config.ts';
import { askShop } from './doctor/ask-shop.ts';
import { examinationTable } from './doctor/examination-table.ts';
import { examineHere } from './doctor/examine-here.ts';
import { lookFault } from './doctor/look-fault.ts';
import { shopFolder } from './doctor/shop-folder.ts';

const HELP = `npm run doctor            looks at everything: what is wrong, late or left (exit 0 = nothing, 1 = something)
npm run doctor -- --fix   … and mends what can be mended
npm run doctor -- --json  … as one object, for programs
Set what the shop is set to: DATABASE_URL, or DATA_DIR where the database is embedded. Exit 2 = it could not look.`;

try {
  process.exit(await main());
} catch (fault) {
  console.error(lookFault(fault));
  process.exit(2);
}

async function main(): Promise<0 | 1> {
  const { values: flags } = parseArgs({
    options: {
      fix: { type: 'boolean', default: false },
      json: { type: 'boolean', default: false },
      help: { type: 'boolean', short: 'h', default: false },
    },
  });
  if (flags.help) {
    console.log(HELP);
    return 0;
  }
  const found = await examine(flags.fix);
  console.log(flags.json ? JSON.stringify(found, null, 2) : examinationTable(found, flags.fix));
  return found.isWell ? 0 : 1;
}

/** A shop that has its embedded database open is asked; else this process opens the database itself. */
async function examine(fix: boolean) {
  const config = readConfig();
  if (config.database.url) return examineHere(config, { fix });
  const folder = shopFolder(config.database.dataDir);
  const answer = await askShop(folder, { fix });
  return answer ?? examineHere({ ...config, database: { ...config.database, dataDir: folder } }, { fix });
}

// Makes the files of an embedded database in the folder given: in a process of its own, because the hundreds of
// megabytes that this takes would stay with the shop (STACK.md 2).
import { startPglite } from './start-pglite.ts';

const [folder] = process.argv.slice(2);
if (folder) await (await startPglite({ dataDir: folder })).close();

import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { deriveSchema, schemaText } from './bot-api-schema/derive-schema.ts';

// Derives the sandbox's schema of Bot API calls from the types of grammY:
// npm run bot-api-schema [-- --check] [--file other.json]. With --check it writes nothing and exits 1 where the file is out of date.

const OWN = fileURLToPath(new URL('../sandbox/telegram/schema.json', import.meta.url));

const { values } = parseArgs({
  options: { check: { type: 'boolean', default: false }, file: { type: 'string', default: OWN } },
});
const schema = deriveSchema();
const text = schemaText(schema);
if (!values.check) {
  writeFileSync(values.file, text);
  console.log(`${schema.source}: ${Object.keys(schema.methods).length} methods, ${text.length} bytes`);
} else if (readFileSync(values.file, 'utf8') !== text) {
  console.error(`The schema is out of date with ${schema.source}. Mend: npm run bot-api-schema`);
  process.exitCode = 1;
}

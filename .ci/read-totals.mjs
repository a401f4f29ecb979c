// What vitest wrote down of a run (--reporter=json), for .ci/run. Plain JavaScript: it runs before anything is installed.
// usage: node .ci/read-totals.mjs totals|files|names <file.json>, node .ci/read-totals.mjs file <file.json> <test file>

import { readFileSync } from 'node:fs';
import { relative } from 'node:path';

const [what, file, wanted] = process.argv.slice(2);
const { testResults, ...totals } = JSON.parse(readFileSync(file, 'utf8'));
// A file that does not load is failed without a test.
const failed = testResults.filter(({ status }) => status === 'failed');

const answers = {
  totals: () => [`${totals.numPassedTests} ${totals.numFailedTests} ${totals.numPendingTests + totals.numTodoTests}`],
  // Passed and failed of one test file; one that did not load failed once.
  file: () => {
    const { assertionResults = [] } = testResults.find((result) => pathOf(result) === wanted) ?? {};
    const count = (status) => assertionResults.filter((test) => test.status === status).length;
    return [`${count('passed')} ${assertionResults.length > 0 ? count('failed') : 1}`];
  },
  files: () => failed.map(pathOf),
  names: () => failed.flatMap(namesOf),
};
for (const line of answers[what]()) console.log(line);

function namesOf(result) {
  const tests = result.assertionResults.filter(({ status }) => status === 'failed');
  if (tests.length === 0) return [`${pathOf(result)}: the file as a whole`];
  return tests.map(({ ancestorTitles, title }) => [pathOf(result), ...ancestorTitles, title].join(' > '));
}

function pathOf({ name }) {
  return relative(process.cwd(), name);
}

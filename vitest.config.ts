import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    reporters: ['verbose'], // names the tests that were skipped, and why
    globalSetup: ['test/support/template.ts'],
    pool: 'forks',
    isolate: false, // the files of one worker share one database: opening it takes seconds
    maxWorkers: 2,
    testTimeout: 30_000,
    hookTimeout: 60_000,
    include: ['test/**/*.test.ts'],
  },
});

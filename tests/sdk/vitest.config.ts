import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    globalSetup: './setup/silo.ts',
    include: ['**/*.test.ts'],
    // An engine that removes and builds images may stand still for two minutes; no test waits so long for anything else.
    testTimeout: 300_000,
    hookTimeout: 300_000,
    // One silo serves all files; the machine's cores are what limits.
    maxWorkers: 4,
    minWorkers: 1,
    reporters: process.env.SDK_RESULTS ? ['default', ['junit', { outputFile: process.env.SDK_RESULTS }]] : ['default'],
  },
});

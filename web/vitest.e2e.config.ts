// Tests of the built pages in a browser. Each file starts a studio and a browser of its own, so two files run at once; at
// length (PERCEPT_LONG=1) one after the other, for there memory is measured.
import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: { include: ['e2e/**/*.test.ts'], fileParallelism: process.env['PERCEPT_LONG'] !== '1', minWorkers: 1, maxWorkers: 2, retry: 0,
    testTimeout: 60_000, hookTimeout: 120_000 },
});

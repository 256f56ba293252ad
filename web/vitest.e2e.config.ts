// Tests of the built pages in a browser, one after the other: they share one server.
import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: { include: ['e2e/**/*.test.ts'], fileParallelism: false, retry: 0,
    testTimeout: 60_000, hookTimeout: 120_000 },
});

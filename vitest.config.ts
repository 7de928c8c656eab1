import {defineConfig} from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/{unit,integration,e2e,arch}/**/*.test.ts'],
    globalSetup: ['test/rig/hold-default-port.ts'],
    testTimeout: 20_000,
    hookTimeout: 20_000,
    maxWorkers: 2,
  },
});

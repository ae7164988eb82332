import { defineConfig } from 'vitest/config';

// Tests talk to real servers on loopback: generous time-outs, and never a test that measures time.
export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    testTimeout: 60_000,
    hookTimeout: 60_000,
    env: { TZ: 'UTC' },
    // A third one works while two wait for an answer or a process.
    maxWorkers: 3,
    // A process for each file would spend a third of its time on starting: nothing of ours is kept between files.
    isolate: false,
  },
});

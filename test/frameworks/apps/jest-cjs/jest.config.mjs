// CommonJS in Jest, which has a `require` of its own.
export default {
  testMatch: ['**/calls-*.test.cjs'],
  testSequencer: './sequencer.cjs',
  maxWorkers: 1,
  transform: {},
  setupFilesAfterEnv: ['./telemetry.cjs'],
};

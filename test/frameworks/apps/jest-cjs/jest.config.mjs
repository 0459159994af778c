// CommonJS in Jest, which has a `require` of its own.
export default {
  testMatch: ['**/calls.test.cjs'],
  transform: {},
  setupFilesAfterEnv: ['./telemetry.cjs'],
};

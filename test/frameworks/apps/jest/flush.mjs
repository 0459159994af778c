// Jest ends a test file's world without `beforeExit`.
import { provider } from './telemetry.mjs';

afterAll(() => provider.shutdown());

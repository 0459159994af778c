// The application of a cell of ES modules.
import * as sdk from '@anthropic-ai/sdk';
import { startSimulator } from '@sevenstep/anthropic-simulator';
import { runCases } from './run-cases.ts';

const platforms = {};
for (const name of JSON.parse(process.env.SEVENSTEP_MATRIX_PLATFORMS ?? '[]'))
  platforms[name] = await import(name);
await runCases({ sdk, platforms, startSimulator }, process.argv[2] ?? '');

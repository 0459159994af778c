// The application of a CommonJS cell.
const sdk = require('@anthropic-ai/sdk');
const { startSimulator } = require('@sevenstep/anthropic-simulator');
const { runCases } = require('./run-cases.ts');

const names = JSON.parse(process.env.SEVENSTEP_MATRIX_PLATFORMS ?? '[]');
const platforms = Object.fromEntries(names.map((name) => [name, require(name)]));
runCases({ sdk, platforms, startSimulator }, process.argv[2] ?? '');

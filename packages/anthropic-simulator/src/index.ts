// The public entry points of @sevenstep/anthropic-simulator.
export type { Drill, DrillCall, DrillCalls } from './drill/drill.ts';
export {
  type AnthropicClass,
  type AnthropicSdk,
  type CallResult,
  type DrillError,
  type DrillResult,
  type RunDrillOptions,
  runDrill,
  SIMULATOR_API_KEY,
} from './drill/run-drill.ts';
export type { JournalEntry, ReplyEnd } from './journal.ts';
export { NAMED_FAULT_TITLES, NAMED_FAULTS } from './script/named-faults.ts';
export { parseScript } from './script/parse-script.ts';
export { ScriptSyntaxError } from './script/reader.ts';
export type {
  Answer,
  ApiError,
  Fault,
  FaultCondition,
  FaultResponse,
  RequestView,
  Script,
  StreamFault,
  Usage,
} from './script/script.ts';
export { type Simulator, type SimulatorOptions, startSimulator } from './simulator.ts';

// The newest checked SDK version, and the signatures of the patched methods in all checked versions. `npm run drift` updates it.

/** The newest version whose patched methods were compared, and which passed the behaviour suite. */
export const NEWEST_CHECKED = '1.14.0';

export type PatchedMethod =
  | 'request'
  | 'requestAPIList'
  | 'makeRequest'
  | 'buildRequest'
  | 'fetchWithTimeout'
  | 'parse'
  | '_thenUnwrap'
  | 'asResponse'
  | 'stream'
  | 'toolRunner';

/** The signature of a method in a range of versions. */
export interface Signature {
  readonly method: PatchedMethod;
  /** The parameters that `length` counts: those before the first with a default. */
  readonly parameters: readonly string[];
  /** The oldest version that has this signature. */
  readonly from: string;
  /** The newest version that has it. @default {@link NEWEST_CHECKED} */
  readonly to?: string;
}

const ATTEMPT = ['url', 'init', 'ms', 'controller', 'requestOptions', 'logCtx'];
const CALL = ['optionsInput', 'retriesRemaining', 'retryOfRequestLogID', 'span'];

/** The patched methods. Wrappers pass all parameters on; `sdk-internals.ts` has the parameters that they use. */
export const SIGNATURES: readonly Signature[] = [
  { method: 'request', parameters: ['options'], from: '0.50.1' },
  { method: 'requestAPIList', parameters: ['Page', 'options'], from: '0.50.1' },
  { method: 'makeRequest', parameters: CALL.slice(0, 3), from: '0.50.1', to: '0.133.0' },
  { method: 'makeRequest', parameters: CALL, from: '0.134.0' },
  { method: 'buildRequest', parameters: ['inputOptions'], from: '0.50.1' },
  { method: 'fetchWithTimeout', parameters: ATTEMPT.slice(0, 4), from: '0.50.1', to: '0.100.1' },
  { method: 'fetchWithTimeout', parameters: ATTEMPT.slice(0, 5), from: '0.101.0', to: '0.101.0' },
  { method: 'fetchWithTimeout', parameters: ATTEMPT, from: '0.110.0' },
  { method: 'parse', parameters: [], from: '0.50.1' },
  { method: '_thenUnwrap', parameters: ['transform'], from: '0.50.1' },
  { method: 'asResponse', parameters: [], from: '0.50.1' },
  { method: 'stream', parameters: ['body', 'options'], from: '0.50.1' },
  { method: 'toolRunner', parameters: ['body'], from: '0.63.0', to: '0.63.1' },
  { method: 'toolRunner', parameters: ['body', 'options'], from: '0.64.0' },
];

/** Whether a version is newer than the newest checked one; false for an unknown version. */
export function isNewer(version: string | undefined): version is string {
  const [one, other] = [numbersOf(version), numbersOf(NEWEST_CHECKED)];
  if (!one || !other) return false;
  const differing = one.findIndex((part, index) => part !== other[index]);
  return differing >= 0 && (one[differing] ?? 0) > (other[differing] ?? 0);
}

function numbersOf(version: string | undefined): number[] | undefined {
  const match = /^(\d+)\.(\d+)\.(\d+)/.exec(version ?? '');
  return match ? match.slice(1).map(Number) : undefined;
}

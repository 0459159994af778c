// The fixes in TypeScript. A test compiles each one against the SDK, and `test/fixes` runs them.
import { type ConnectionSample, connectionSamples } from './1-connection.ts';
import { type EndpointSample, endpointSamples } from './2-endpoint.ts';
import { type IdentitySample, identitySamples } from './3-identity.ts';
import { type RequestSample, requestSamples } from './4-request.ts';
import { type LimitsSample, limitsSamples } from './5-limits.ts';
import { type ServiceSample, serviceSamples } from './6-service.ts';
import { type ResponseSample, responseSamples } from './7-response.ts';
import { type PatternSample, patternSamples } from './patterns.ts';
import type { Sample } from './sample.ts';

export type SampleName =
  | ConnectionSample
  | EndpointSample
  | IdentitySample
  | RequestSample
  | LimitsSample
  | ServiceSample
  | ResponseSample
  | PatternSample;

export const SAMPLES: Readonly<Record<SampleName, Sample>> = {
  ...connectionSamples,
  ...endpointSamples,
  ...identitySamples,
  ...requestSamples,
  ...limitsSamples,
  ...serviceSamples,
  ...responseSamples,
  ...patternSamples,
};

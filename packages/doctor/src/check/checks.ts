// The checks, in the order in which they are made: one row each.
import {
  probeEndpoint,
  probeIdentity,
  probeLimits,
  probeRequest,
  probeResponse,
  probeService,
} from './answers.ts';
import { probeDns } from './dns.ts';
import { probeEnvironment } from './environment.ts';
import { probeProxy } from './proxy.ts';
import { probeTcp } from './tcp.ts';
import { probeTelemetry } from './telemetry.ts';
import { probeTls } from './tls.ts';
import type { Check } from './types.ts';

// biome-ignore format: a table is read by column
export const CHECKS: readonly Check[] = [
  { id: 'environment', step: 1, dependsOn: [],                             probe: probeEnvironment },
  { id: 'dns',         step: 1, dependsOn: ['environment'],                probe: probeDns },
  { id: 'tcp',         step: 1, dependsOn: ['dns'],                        probe: probeTcp },
  { id: 'tls',         step: 1, dependsOn: ['tcp'],                        probe: probeTls },
  { id: 'proxy',       step: 1, dependsOn: ['environment'],                probe: probeProxy },
  { id: 'endpoint',    step: 2, dependsOn: ['dns', 'tcp', 'tls', 'proxy'], probe: probeEndpoint },
  { id: 'identity',    step: 3, dependsOn: ['endpoint'],                   probe: probeIdentity },
  { id: 'request',     step: 4, dependsOn: ['identity'],                   probe: probeRequest },
  { id: 'limits',      step: 5, dependsOn: ['request'],                    probe: probeLimits },
  { id: 'service',     step: 6, dependsOn: ['limits'],                     probe: probeService },
  { id: 'response',    step: 7, dependsOn: ['service'],                    probe: probeResponse },
  { id: 'telemetry',            dependsOn: [],                             probe: probeTelemetry },
];

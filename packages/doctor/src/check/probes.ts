// The probes, in the order in which they run: one row each.
import {
  probeEndpoint,
  probeIdentity,
  probeLimits,
  probeRequest,
  probeResponse,
  probeService,
} from './api.ts';
import { probeDns } from './dns.ts';
import { probeEnvironment } from './environment.ts';
import type { Probe } from './probe.ts';
import { probeProxy } from './proxy.ts';
import { probeTcp } from './tcp.ts';
import { probeTelemetry } from './telemetry.ts';
import { probeTls } from './tls.ts';

// biome-ignore format: a table is read by column
export const PROBES: readonly Probe[] = [
  { id: 'environment', step: 1, dependsOn: [],                             run: probeEnvironment },
  { id: 'dns',         step: 1, dependsOn: ['environment'],                run: probeDns },
  { id: 'tcp',         step: 1, dependsOn: ['dns'],                        run: probeTcp },
  { id: 'tls',         step: 1, dependsOn: ['tcp'],                        run: probeTls },
  { id: 'proxy',       step: 1, dependsOn: ['environment'],                run: probeProxy },
  { id: 'endpoint',    step: 2, dependsOn: ['dns', 'tcp', 'tls', 'proxy'], run: probeEndpoint },
  { id: 'identity',    step: 3, dependsOn: ['endpoint'],                   run: probeIdentity },
  { id: 'request',     step: 4, dependsOn: ['identity'],                   run: probeRequest },
  { id: 'limits',      step: 5, dependsOn: ['request'],                    run: probeLimits },
  { id: 'service',     step: 6, dependsOn: ['limits'],                     run: probeService },
  { id: 'response',    step: 7, dependsOn: ['service'],                    run: probeResponse },
  { id: 'telemetry',            dependsOn: [],                             run: probeTelemetry },
];

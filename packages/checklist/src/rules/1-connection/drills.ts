// The drills of this step, by the id of the rule that each one shows.
import type { RuleDrill } from '../../near-miss.ts';
import { recoveredDrill } from './recovered.drill.ts';
import { refusedDrill } from './refused.drill.ts';
import { requestTimeoutDrill } from './request-timeout.drill.ts';
import { resetDrill } from './reset.drill.ts';

export const connectionDrills: Readonly<Record<string, RuleDrill>> = {
  'connection.recovered': recoveredDrill,
  'connection.refused': refusedDrill,
  'connection.request_timeout': requestTimeoutDrill,
  'connection.reset': resetDrill,
};

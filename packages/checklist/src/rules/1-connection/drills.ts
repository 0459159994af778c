// The drills of this step, by the id of the rule that each one shows.
import type { RuleDrill } from '../../drills/near-miss.ts';
import { abortedDrill } from './aborted.drill.ts';
import { deadlineDrill } from './deadline.drill.ts';
import { dnsDrill } from './dns.drill.ts';
import { invalidUrlDrill } from './invalid-url.drill.ts';
import { recoveredDrill } from './recovered.drill.ts';
import { refusedDrill } from './refused.drill.ts';
import { requestTimeoutDrill } from './request-timeout.drill.ts';
import { resetDrill } from './reset.drill.ts';
import { tlsDrill } from './tls.drill.ts';
import { unreachableDrill } from './unreachable.drill.ts';

export const connectionDrills: Readonly<Record<string, RuleDrill>> = {
  'connection.aborted': abortedDrill,
  'connection.deadline': deadlineDrill,
  'connection.dns': dnsDrill,
  'connection.invalid_url': invalidUrlDrill,
  'connection.recovered': recoveredDrill,
  'connection.refused': refusedDrill,
  'connection.request_timeout': requestTimeoutDrill,
  'connection.reset': resetDrill,
  'connection.tls': tlsDrill,
  'connection.unreachable': unreachableDrill,
};

// Lists the steps of the checklist that a call passed, with the evidence. A step without evidence is not ruled out.
import { type Facts, plural } from '@sevenstep/checklist';
import { CHECKS, type Check } from '@sevenstep/semantic-conventions';

export interface RuledOut {
  readonly step: number;
  readonly check: Check;
  readonly because: string;
}

const began = ({ status }: Facts): boolean => status !== undefined && status >= 200 && status < 300;

const hasRoom = ({ limits }: Facts): boolean =>
  limits.length > 0 && limits.every(({ remaining }) => (remaining ?? 0) > 0);

const PROOFS: Readonly<Record<Check, (facts: Facts) => string | false | undefined>> = {
  connection: ({ status }) => status !== undefined && `an answer came: status ${status}`,
  endpoint: ({ requestId, fromApi, errorType }) =>
    requestId !== undefined
      ? `the API answered: request id ${requestId}`
      : fromApi && `the API answered: its error type ${errorType}`,
  identity: (facts) =>
    facts.fromApi &&
    ![401, 402, 403].includes(facts.apiStatus ?? 401) &&
    'key, account and permission were accepted: no 401, 402 or 403',
  request: (facts) => began(facts) && `the request was accepted: status ${facts.status}`,
  limits: (facts) =>
    began(facts)
      ? `no limit was in the way: status ${facts.status}`
      : facts.apiStatus !== 429 &&
        hasRoom(facts) &&
        'every limit in the headers of the answer had something left',
  service: (facts) =>
    began(facts) &&
    facts.stream.outcome !== 'error_event' &&
    (facts.stream.events === undefined
      ? `the service answered: status ${facts.status}`
      : `the service answered: status ${facts.status}, ${plural(facts.stream.events, 'event')}`),
  response: () => undefined,
};

/** @param step the diagnosis's step; 8 for a call without a diagnosis, 0 if the step is unknown, which rules out no step. */
export function ruledOut(facts: Facts, step: number): readonly RuledOut[] {
  return CHECKS.slice(0, Math.max(0, step - 1)).flatMap((check, index) => {
    const because = PROOFS[check](facts);
    return because ? [{ step: index + 1, check, because }] : [];
  });
}

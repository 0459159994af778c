// The report of a check: the rule that the request breaks, the place, and the answer of the API.

/** An id of step 4 of the checklist. */
export type RequestRuleId = `request.${string}`;

/** Something in a request that the API, or the SDK before it, would refuse. */
export interface RequestProblem {
  /** The rule of the checklist. */
  readonly id: RequestRuleId;
  /** Where, as in `messages.3.content.0`; empty for the request as a whole. */
  readonly path: string;
  /** The sentence of the API's answer, or of the SDK's error. */
  readonly message: string;
  /** The status of the answer; `undefined` where the SDK sends no request. */
  readonly status: number | undefined;
  /** The type of the error in the answer. */
  readonly type: string;
  /** The code of the error in the answer, where it has one. */
  readonly code?: string;
  /** `false` where a figure is estimated, such as tokens by characters. */
  readonly certain: boolean;
  /** Where the bound or the sentence is from: an address, or a file of the SDK. */
  readonly source: string;
}

/** How a check reports: where, and in which words. */
export type ReportProblem = (path: string, message: string, more?: Partial<RequestProblem>) => void;

/** The part that every answer with status 400 has. */
export const BAD_REQUEST: Pick<RequestProblem, 'status' | 'type'> = {
  status: 400,
  type: 'invalid_request_error',
};

// The report of a check: the broken rule, the place, and the API's answer.

/** An id of step 4 of the checklist. */
export type RequestRuleId = `request.${string}`;

/** A fault in a request for which the API, or the SDK before it, would reject the request. */
export interface RequestProblem {
  /** The rule of the checklist. */
  readonly id: RequestRuleId;
  /** The path, as in `messages.3.content.0`; empty for the whole request. */
  readonly path: string;
  /** The sentence of the API's answer or of the SDK's error. */
  readonly message: string;
  /** The status of the answer; `undefined` if the SDK sends no request. */
  readonly status: number | undefined;
  /** The type of the error in the answer. */
  readonly type: string;
  /** The code of the error in the answer, if it has one. */
  readonly code?: string;
  /** `false` if a number is estimated, such as tokens from characters. */
  readonly certain: boolean;
  /** The source of the bound or the sentence: an address, or a file of the SDK. */
  readonly source: string;
}

/** Reports a problem with its path and message. */
export type ReportProblem = (path: string, message: string, more?: Partial<RequestProblem>) => void;

/** The fields that every answer with status 400 has. */
export const BAD_REQUEST: Pick<RequestProblem, 'status' | 'type'> = {
  status: 400,
  type: 'invalid_request_error',
};

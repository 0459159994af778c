// The API's error types, each with its status and usual message.
// Types and statuses: https://platform.claude.com/docs/en/api/errors. The messages are from public reports.

interface ErrorTypeRow {
  readonly status: number;
  readonly message: string;
}

const ERROR_TYPES: ReadonlyMap<string, ErrorTypeRow> = new Map(
  Object.entries<ErrorTypeRow>({
    invalid_request_error: { status: 400, message: 'Invalid request' },
    authentication_error: { status: 401, message: 'invalid x-api-key' },
    billing_error: {
      status: 402,
      message:
        'Your credit balance is too low to access the Anthropic API. Please go to Plans & Billing to upgrade or purchase credits.',
    },
    permission_error: {
      status: 403,
      message: 'Your API key does not have permission to use the specified resource.',
    },
    not_found_error: { status: 404, message: 'Not found' },
    conflict_error: { status: 409, message: 'The request conflicts with the current state of the resource.' },
    request_too_large: { status: 413, message: 'Request exceeds the maximum size' },
    rate_limit_error: {
      status: 429,
      message: "This request would exceed your account's rate limit. Please try again later.",
    },
    api_error: { status: 500, message: 'Internal server error' },
    timeout_error: { status: 504, message: 'The request timed out while processing.' },
    overloaded_error: { status: 529, message: 'Overloaded' },
  }),
);

const TYPE_OF_STATUS: ReadonlyMap<number, string> = new Map(
  Array.from(ERROR_TYPES, ([type, row]) => [row.status, type]),
);

/** Whether the API documents this error type. */
export const isErrorType = (type: string): boolean => ERROR_TYPES.has(type);

/** The status of an error type; 500 for a type that the API does not document. */
export const statusOfErrorType = (type: string): number => ERROR_TYPES.get(type)?.status ?? 500;

/**
 * The error type for a status. As the API's documentation says, a 4xx without its own type is an `invalid_request_error`,
 * and a 5xx is an `api_error`.
 */
export const errorTypeOfStatus = (status: number): string =>
  TYPE_OF_STATUS.get(status) ?? (status < 500 ? 'invalid_request_error' : 'api_error');

/** The API's usual message for an error type. */
export const usualMessage = (type: string): string => ERROR_TYPES.get(type)?.message ?? type;

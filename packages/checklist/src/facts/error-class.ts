// Error classes of all languages, which other instrumentations record as the error type.

/** Module, package or pointer in front of a class: `anthropic._exceptions.`, `com.anthropic.errors.`, `*`. */
const QUALIFIED = /^\*?(?:[\w$]{1,60}(?:\.|::|\/)){0,8}(?<name>[A-Za-z_$][\w$]{0,100})$/;

/** LiteLLM raises this class for every error that it does not know (its `docs/exception_mapping.md`). */
const SAYS_NOTHING = /^litellm\b.*\bAPIConnectionError$/;

/** The class without its module: `APIConnectionError` of `anthropic.APIConnectionError`. */
export function classOf(type: string | undefined): string | undefined {
  if (type === undefined || SAYS_NOTHING.test(type)) return undefined;
  return QUALIFIED.exec(type)?.groups?.name;
}

/**
 * Class to the API's error type, to a type of the SDK's own spans, or to a status. Classes are of the TypeScript SDK (1.12.0,
 * `src/core/error.ts`), the Python SDK (0.75, `_exceptions.py`), the Java SDK (2.11, `com.anthropic.errors`) and LiteLLM.
 */
export const TYPE_OF_CLASS: ReadonlyMap<string, string> = new Map(
  Object.entries({
    AuthenticationError: 'authentication_error',
    UnauthorizedException: 'authentication_error',
    PaymentRequiredError: 'billing_error',
    PermissionDeniedError: 'permission_error',
    PermissionDeniedException: 'permission_error',
    NotFoundError: 'not_found_error',
    NotFoundException: 'not_found_error',
    BadRequestError: 'invalid_request_error',
    BadRequestException: 'invalid_request_error',
    ContextWindowExceededError: 'invalid_request_error',
    UnsupportedParamsError: 'invalid_request_error',
    RequestTimeoutError: '408',
    ConflictError: 'conflict_error',
    ContentTooLargeError: 'request_too_large',
    RequestTooLargeError: 'request_too_large',
    UnprocessableEntityError: '422',
    UnprocessableEntityException: '422',
    RateLimitError: 'rate_limit_error',
    RateLimitException: 'rate_limit_error',
    ServiceUnavailableError: '503',
    GatewayTimeoutError: 'timeout_error',
    DeadlineExceededError: 'timeout_error',
    OverloadedError: 'overloaded_error',
    APIConnectionError: 'connection_error',
    AnthropicIoException: 'connection_error',
    ConnectError: 'connection_error',
    EndpointConnectionError: 'connection_error',
    APIConnectionTimeoutError: 'client_timeout_error',
    APITimeoutError: 'client_timeout_error',
    ReadTimeout: 'client_timeout_error',
    ReadTimeoutError: 'client_timeout_error',
    SocketTimeoutException: 'client_timeout_error',
    Timeout: 'client_timeout_error',
    JSONDecodeError: 'malformed_response',
    AI_JSONParseError: 'malformed_response',
    AI_LoadAPIKeyError: 'client_error',
    AI_InvalidPromptError: 'client_error',
    AI_InvalidArgumentError: 'client_error',
    AI_UnsupportedFunctionalityError: 'client_error',
  }),
);

/** The class for every status from 500 on, from any server. */
export const SERVER_ERROR_CLASSES: ReadonlySet<string> = new Set([
  'InternalServerError',
  'InternalServerException',
]);

/** Classes for the application's own abort, which is not a failure: the SDK's, `fetch`'s, Python asyncio's. */
export const ABORT_CLASSES: ReadonlySet<string> = new Set([
  'APIUserAbortError',
  'AbortError',
  'CancelledError',
]);

/** Classes for a response that could not be used. */
export const ANSWER_CLASSES: ReadonlySet<string> = new Set([
  'APIResponseValidationError',
  'AnthropicInvalidDataException',
  'SseException',
  'AI_TypeValidationError',
  'AI_InvalidResponseDataError',
  'AI_EmptyResponseBodyError',
  'AI_NoObjectGeneratedError',
  'AI_NoOutputGeneratedError',
]);

/** Class to the code that Node.js has for the same failure of a connection: of Python, httpx, and Java. */
export const CODE_OF_CLASS: ReadonlyMap<string, string> = new Map(
  Object.entries({
    ConnectionRefusedError: 'ECONNREFUSED',
    ConnectionResetError: 'ECONNRESET',
    BrokenPipeError: 'EPIPE',
    gaierror: 'ENOTFOUND',
    UnknownHostException: 'ENOTFOUND',
    ConnectTimeout: 'ETIMEDOUT',
    ConnectTimeoutError: 'ETIMEDOUT',
    SSLError: 'ERR_SSL_HANDSHAKE',
    SSLCertVerificationError: 'ERR_SSL_CERTIFICATE_VERIFY_FAILED',
    SSLHandshakeException: 'ERR_SSL_HANDSHAKE',
  }),
);

/** The API's type, or one of the SDK's own, that goes with a class. */
export const typeOfClass = (className: string | undefined): string | undefined =>
  className !== undefined && SERVER_ERROR_CLASSES.has(className)
    ? className
    : TYPE_OF_CLASS.get(className ?? '');

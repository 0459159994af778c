// The application's view of a case as plain JSON, which must be the same with and without the instrumentation.

interface SeenError {
  readonly class: string;
  readonly name: string;
  readonly message: string;
  readonly status?: unknown;
  readonly requestID?: unknown;
  readonly type?: unknown;
  readonly code?: unknown;
  readonly cause?: SeenError;
}

/** A request, as the server saw it. */
export interface SeenRequest {
  readonly method: string;
  readonly path: string;
  readonly status?: number | undefined;
  readonly outcome: string;
}

export interface Observation {
  readonly value?: unknown;
  readonly error?: SeenError;
  /** Neither came within ten seconds. */
  readonly hung?: true;
  readonly sequence: readonly unknown[];
  readonly requests: readonly SeenRequest[];
  readonly unhandled: readonly SeenError[];
  readonly warnings: readonly string[];
  readonly listeners: readonly number[];
}

/** A span that has ended, as far as the checks read it. */
export interface SeenSpan {
  readonly name: string;
  readonly scope: string;
  readonly id: string;
  readonly parentId: string | undefined;
  readonly kind: number;
  readonly status: number;
  readonly attributes: Readonly<Record<string, unknown>>;
  readonly durationMs: number;
}

/** The results of a case in one process. */
export interface CaseResult {
  readonly name: string;
  readonly skipped?: true;
  readonly observed?: Observation;
  readonly spans: readonly SeenSpan[];
  /** Spans that have started and not ended. */
  readonly open: readonly string[];
  /** OpenTelemetry's complaints, such as a span that ended twice. */
  readonly complaints: readonly string[];
}

export function describeError(error: unknown): SeenError {
  if (!(error instanceof Error))
    return { class: typeof error, name: typeof error, message: portless(String(error)) };
  const { status, requestID, type, code } = error as {
    status?: unknown;
    requestID?: unknown;
    type?: unknown;
    code?: unknown;
  };
  return {
    class: error.constructor.name,
    name: error.name,
    message: portless(error.message),
    status,
    requestID,
    type,
    code,
    ...(error.cause !== undefined && { cause: describeError(error.cause) }),
  };
}

/** Free ports differ from run to run. */
export const portless = (text: string): string => text.replaceAll(/127\.0\.0\.1:\d+/g, '127.0.0.1:<port>');

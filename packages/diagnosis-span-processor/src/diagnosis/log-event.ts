// Emits the finding of a pattern as a log event, for an alert on logs.
import { context, trace } from '@opentelemetry/api';
import { type Logger, type LoggerProvider, logs, SeverityNumber } from '@opentelemetry/api-logs';
import { diagnosisAttributes, type Finding } from '@sevenstep/checklist';
import type { EventName, Severity } from '@sevenstep/semantic-conventions';
import type { ReadableSpanLike } from '../spans/span-types.ts';

const NAME: EventName = 'anthropic.client.diagnosis';

const LEVELS: Readonly<Record<Severity, readonly [SeverityNumber, string]>> = {
  error: [SeverityNumber.ERROR, 'ERROR'],
  warning: [SeverityNumber.WARN, 'WARN'],
  info: [SeverityNumber.INFO, 'INFO'],
};

/** The log provider that API 1.10 and newer keep, which the logs API does not read. */
function setInApi(): LoggerProvider | undefined {
  const api: unknown = Reflect.get(globalThis, Symbol.for('opentelemetry.js.api.1'));
  return (api as { readonly logs?: LoggerProvider } | undefined)?.logs;
}

/**
 * Emits a finding in the context of its span.
 *
 * @param given the provider. Without it, the global provider is looked up each time, because it may be registered late.
 */
export function findingLogger(
  given: LoggerProvider | undefined,
): (finding: Finding, span: ReadableSpanLike) => void {
  let provider: LoggerProvider | undefined;
  let logger: Logger | undefined;
  return (finding, span) => {
    const current = given ?? setInApi() ?? logs.getLoggerProvider();
    if (provider !== current || logger === undefined) {
      provider = current;
      logger = current.getLogger('@sevenstep/diagnosis-span-processor');
    }
    const [severityNumber, severityText] = LEVELS[finding.severity];
    const spanContext = span.spanContext?.();
    logger.emit({
      eventName: NAME,
      severityNumber,
      severityText,
      body: finding.summary,
      attributes: diagnosisAttributes({ ...finding, also: [] }),
      ...(spanContext && { context: trace.setSpanContext(context.active(), spanContext) }),
    });
  };
}

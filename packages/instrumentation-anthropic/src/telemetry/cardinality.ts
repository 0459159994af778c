// Bounds the number of values that metric attributes take, whatever applications request and servers respond.
import type { Attributes } from '@opentelemetry/api';
import { API_ERROR_TYPES, ERROR_TYPES, type SpanAttributes } from '@sevenstep/semantic-conventions';
import { defined } from '../attributes/defined.ts';

/** Replaces a value beyond a limit: the conventions' word. */
export const OTHER = '_OTHER';

/** A longer value is not a model or an error type, and costs memory until the process ends. */
const MAX_LENGTH = 128;

/** Admits the first `max` different values, and all known ones. */
export class ValueLimit {
  readonly #max: number;
  readonly #known: ReadonlySet<string>;
  readonly #maxLength: number;
  readonly #admitted = new Set<string>();

  constructor(max: number, known: Iterable<string> = [], maxLength: number = MAX_LENGTH) {
    this.#max = max;
    this.#known = new Set(known);
    this.#maxLength = maxLength;
  }

  /** `value`, or {@link OTHER} beyond the limit; `undefined` if it is not a text, or empty. */
  admit(value: unknown): string | undefined {
    if (typeof value !== 'string' || value === '') return undefined;
    if (this.#known.has(value) || this.#admitted.has(value)) return value;
    if (this.#admitted.size >= this.#max || !isOrderly(value, this.#maxLength)) return OTHER;
    this.#admitted.add(value);
    return value;
  }
}

/** Whether every backend stores `value` unchanged, by its length and its characters. */
const isOrderly = (value: string, maxLength: number = MAX_LENGTH): boolean =>
  value.length <= maxLength && value.isWellFormed() && !/\p{Cc}/u.test(value);

/** The most values that each attribute may take. */
export interface CardinalityLimits {
  /** Requested models, and as many pairs of a requested and a responding model. @default 100 */
  readonly models?: number;
  /** Error types other than the API's, ours and status codes. @default 50 */
  readonly errorTypes?: number;
  /** @default 16 */
  readonly rateLimitKinds?: number;
  /** Pairs of address and port. @default 32 */
  readonly servers?: number;
}

/**
 * Metric attributes with bounded values. All metrics of a meter share one instance, so that a model has the same name on all
 * of them.
 */
export class Cardinality {
  readonly #models: ValueLimit;
  readonly #answeringModels: ValueLimit;
  readonly #errorTypes: ValueLimit;
  readonly #rateLimitKinds: ValueLimit;
  readonly #servers: ValueLimit;
  readonly #providers = new ValueLimit(16);

  constructor({ models = 100, errorTypes = 50, rateLimitKinds = 16, servers = 32 }: CardinalityLimits = {}) {
    this.#models = new ValueLimit(models);
    // JSON of two names, each at most twice as long with its escapes.
    this.#answeringModels = new ValueLimit(models, [], 5 * MAX_LENGTH);
    this.#errorTypes = new ValueLimit(errorTypes, [...ERROR_TYPES, ...API_ERROR_TYPES, OTHER]);
    this.#rateLimitKinds = new ValueLimit(rateLimitKinds);
    this.#servers = new ValueLimit(servers);
  }

  /**
   * The attributes of a call on the metrics of the GenAI conventions: `OF_THE_CALL` of the table of metrics.
   *
   * @param attributes the first attributes of its span. @param answering the responding model, if known.
   */
  call(attributes: SpanAttributes, answering: unknown): Attributes {
    const { 'gen_ai.operation.name': operation, 'gen_ai.provider.name': provider } = attributes;
    const model = this.model(attributes['gen_ai.request.model']);
    return defined(
      {
        'gen_ai.operation.name': operation,
        'gen_ai.provider.name': this.#providers.admit(provider),
        'gen_ai.request.model': model,
        'gen_ai.response.model': this.#answeringModel(model, answering),
      },
      this.#server(attributes['server.address'], attributes['server.port']),
    );
  }

  model(value: unknown): string | undefined {
    return this.#models.admit(value);
  }

  /** `error.type`. Status codes need no limit. */
  errorType(value: unknown): string | undefined {
    return typeof value === 'string' && /^[1-5]\d\d$/.test(value) ? value : this.#errorTypes.admit(value);
  }

  rateLimitKind(value: unknown): string | undefined {
    return this.#rateLimitKinds.admit(value);
  }

  /** An HTTP status, 100 to 599; `undefined` for anything else. */
  statusCode(value: unknown): number | undefined {
    return Number.isInteger(value) && (value as number) >= 100 && (value as number) <= 599
      ? (value as number)
      : undefined;
  }

  /** The responding model. Pairs are limited, because each requested model may respond with any name. */
  #answeringModel(asked: string | undefined, answered: unknown): string | undefined {
    if (typeof answered !== 'string' || answered === '') return undefined;
    // Already admitted as the requested model.
    if (answered === asked) return answered;
    if (!isOrderly(answered)) return OTHER;
    const pair = JSON.stringify([asked, answered]);
    return this.#answeringModels.admit(pair) === pair ? answered : OTHER;
  }

  /** Address and port; beyond the limit the address is `_OTHER`, without a port. */
  #server(address: unknown, port: unknown): Attributes {
    if (typeof address !== 'string' || address === '') return {};
    const isPort = Number.isInteger(port) && (port as number) > 0 && (port as number) < 65_536;
    const server = isPort ? `${address}:${port}` : address;
    if (this.#servers.admit(server) !== server) return { 'server.address': OTHER };
    return { 'server.address': address, ...(isPort && { 'server.port': port as number }) };
  }
}

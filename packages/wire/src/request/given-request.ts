// A request to check, with known facts about how it is sent.
import { type ModelFacts, modelFacts } from './models.ts';
import { isPlainArray, isPlainObject, type Plain, type PlainObject, plainOf } from './plain.ts';

/** Further facts about a request, apart from its parameters. */
export interface RequestContext {
  /** The model, where it is not in the parameters. */
  readonly model?: string | undefined;
  /**
   * Headers that the caller adds, such as `anthropic-beta`. Without them, the checks are silent about missing betas.
   *
   * @default undefined
   */
  readonly headers?: Readonly<Record<string, string>> | undefined;
  /**
   * Who sends it: the SDK, which takes `betas` and refuses long calls without streaming, or a plain HTTP client.
   *
   * @default 'sdk'
   */
  readonly client?: 'sdk' | 'http' | undefined;
  /**
   * The method of the SDK that is called with the parameters.
   *
   * @default 'create'
   */
  readonly method?: 'create' | 'stream' | undefined;
  /**
   * The timeout of the client or of the call, in milliseconds. With one, the SDK takes long calls without streaming.
   *
   * @default undefined
   */
  readonly timeout?: number | undefined;
  /**
   * The endpoint of the request.
   *
   * @default 'messages'
   */
  readonly endpoint?: 'messages' | 'count_tokens' | undefined;
  /**
   * The day on which it is sent, for models that are retired. Without it, the checks are silent about them.
   *
   * @default undefined
   */
  readonly now?: Date | undefined;
  /**
   * Tokens of the prompt, as the API counted them. Without them, they are estimated.
   *
   * @default undefined
   */
  readonly inputTokens?: number | undefined;
}

/** Consecutive messages with the same role, which the API reads as one. */
export interface Turn {
  readonly role: string;
  /** Blocks with their paths; a text counts as one block. */
  readonly blocks: readonly { readonly block: PlainObject; readonly path: string }[];
  /** The index of its first message. */
  readonly first: number;
  /** Whether a message or block was unreadable. */
  readonly isPartial: boolean;
}

/** A request in the form that the checks read. */
export interface GivenRequest {
  readonly params: PlainObject;
  readonly model: string | undefined;
  readonly facts: ModelFacts | undefined;
  readonly turns: readonly Turn[];
  /** `undefined` if the headers are unknown. */
  readonly betas: readonly string[] | undefined;
  readonly headers: Readonly<Record<string, string>> | undefined;
  readonly client: 'sdk' | 'http';
  readonly method: 'create' | 'stream';
  readonly endpoint: 'messages' | 'count_tokens';
  readonly timeout: number | undefined;
  readonly now: Date | undefined;
  readonly inputTokens: number | undefined;
}

/** @returns `undefined` for a value that is not an object, or that cannot be read */
export function givenRequest(params: unknown, context: RequestContext): GivenRequest | undefined {
  const plain = plainOf(params);
  if (!isPlainObject(plain)) return undefined;
  const model = context.model ?? (typeof plain.model === 'string' ? plain.model : undefined);
  return {
    params: plain,
    model,
    facts: model === undefined ? undefined : modelFacts(model),
    turns: turnsOf(plain.messages),
    betas: betasOf(plain, context),
    headers: context.headers,
    client: context.client ?? 'sdk',
    method: context.method ?? 'create',
    endpoint: context.endpoint ?? 'messages',
    timeout: context.timeout,
    now: context.now,
    inputTokens: context.inputTokens,
  };
}

function betasOf({ betas }: PlainObject, { headers }: RequestContext): readonly string[] | undefined {
  const inHeader =
    headers && Object.entries(headers).find(([name]) => name.toLowerCase() === 'anthropic-beta');
  const asked = isPlainArray(betas) ? betas.filter((beta) => typeof beta === 'string') : undefined;
  if (headers === undefined && asked === undefined) return undefined;
  return [...(asked ?? []), ...String(inHeader?.[1] ?? '').split(',')].map((beta) => beta.trim());
}

/** Groups messages into turns. A system message within the conversation does not end a turn. */
function turnsOf(messages: Plain | undefined): readonly Turn[] {
  const turns: {
    role: string;
    blocks: { block: PlainObject; path: string }[];
    first: number;
    isPartial: boolean;
  }[] = [];
  if (!isPlainArray(messages)) return turns;
  messages.forEach((message, index) => {
    const role = isPlainObject(message) && typeof message.role === 'string' ? message.role : '';
    if (role === 'system') return;
    let turn = turns.at(-1);
    if (turn?.role !== role) {
      turn = { role, blocks: [], first: index, isPartial: false };
      turns.push(turn);
    }
    const content = isPlainObject(message) ? message.content : undefined;
    if (typeof content === 'string') {
      turn.blocks.push({ block: { type: 'text', text: content }, path: `messages.${index}.content` });
    } else if (isPlainArray(content)) {
      content.forEach((block, at) => {
        if (isPlainObject(block)) turn.blocks.push({ block, path: `messages.${index}.content.${at}` });
        else turn.isPartial = true;
      });
    } else turn.isPartial = true;
  });
  return turns;
}

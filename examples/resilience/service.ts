// The service: a pipeline of policies from the user's question to the request, with one file per policy.
import type Anthropic from '@anthropic-ai/sdk';
import { TimeoutStrategy, timeout } from 'cockatiel';
import { AttemptFailed, attempt, type Piece, type Question } from './attempt.ts';
import { Breakers } from './policies/breaker.ts';
import { inTurn, plainAnswer } from './policies/fallback.ts';
import { Hedge } from './policies/hedge.ts';
import { Jobs } from './policies/jobs.ts';
import { type Cost, Limits } from './policies/limits.ts';
import { Notes } from './policies/notes.ts';
import { Draft, TooLong, Unfinished, untilWhole } from './policies/resume.ts';
import { retryAfterMs, retryLayer } from './policies/retry.ts';
import { checkStart } from './policies/startup.ts';
import { SETTINGS } from './settings.ts';

export interface Reply {
  /** `plain`: a sentence in place of a whole answer. `part`: an answer that stops before its end. */
  readonly kind: 'answer' | 'plain' | 'part';
  readonly text: string;
  /** Ids of the responses that form the answer. */
  readonly requestIds: readonly string[];
}

const USER = 1;
const JOB = 0;

export class ResilientService {
  readonly notes: Notes = new Notes();
  readonly jobs: Jobs<Reply> = new Jobs();
  readonly #client: Anthropic;
  readonly #models: readonly string[];
  readonly #limits = new Map<string, Limits>();
  readonly #breakers = new Breakers(this.notes);
  readonly #hedge = new Hedge(this.notes);
  readonly #retry = retryLayer(this.notes);
  readonly #deadline = timeout(SETTINGS.answerWithinMs, TimeoutStrategy.Aggressive);

  private constructor(client: Anthropic, models: readonly string[]) {
    this.#client = client;
    this.#models = models;
  }

  /** @throws NotStarted if key, address or network is wrong. */
  static async start(
    client: Anthropic,
    models: readonly [string, ...string[]] = SETTINGS.models,
  ): Promise<ResilientService> {
    await checkStart(client, models[0]);
    return new ResilientService(client, models);
  }

  /** Always answers in time: in full, or with a plain answer, in which case the question becomes a job. */
  async ask(key: string, question: Question, user: AbortSignal): Promise<Reply> {
    const draft = new Draft(question);
    try {
      await this.#deadline.execute(({ signal }) => this.#answer(draft, signal, USER), user);
      return { kind: 'answer', text: draft.text, requestIds: draft.requestIds };
    } catch (error) {
      if (mayPass(error)) this.jobs.add(key, (signal) => this.answer(question, signal)).catch(() => {});
      return { kind: 'plain', text: plainAnswer(draft.text), requestIds: [] };
    }
  }

  /** Answers a job, without a time limit and with lower priority than users. */
  async answer(question: Question, signal: AbortSignal): Promise<Reply> {
    const draft = new Draft(question);
    await this.#answer(draft, signal, JOB);
    return { kind: 'answer', text: draft.text, requestIds: draft.requestIds };
  }

  #answer(draft: Draft, signal: AbortSignal, priority: number): Promise<void> {
    const tryAll = (retry: number, isLast: boolean) =>
      inTurn(this.#models, this.notes, isLast, (model) =>
        untilWhole(draft, this.notes, () =>
          this.#breakers.run(model, () => this.#send(draft, model, { signal, priority, retry })),
        ),
      );
    // The queue retries jobs, so that a job also has only one retry layer.
    if (priority === JOB) return tryAll(0, true);
    return this.#retry.execute(({ attempt }) => tryAll(attempt, attempt === SETTINGS.retries), signal);
  }

  async #send(
    draft: Draft,
    model: string,
    { signal, priority, retry }: { signal: AbortSignal; priority: number; retry: number },
  ): Promise<Piece> {
    const limits = this.#limitsOf(model);
    const question = draft.question(model);
    const cost = costOf(question);
    try {
      return await limits.run(cost, { signal, priority }, () =>
        this.#hedge.run(
          signal,
          () => limits.hasRoom(cost),
          async (hooks) => {
            const onPattern = this.#breakers.hear.bind(this.#breakers, model);
            const piece = await attempt(this.#client, question, { ...hooks, retry, onPattern });
            limits.learn(piece.headers);
            limits.widen();
            return piece;
          },
        ),
      );
    } catch (error) {
      if (error instanceof AttemptFailed) {
        draft.keep(error.partial);
        if (error.headers) limits.learn(error.headers);
        if (error.diagnosis?.check === 'limits' && error.retryable) limits.hold(retryAfterMs(error) ?? 0);
      }
      throw error;
    }
  }

  #limitsOf(model: string): Limits {
    const limits = this.#limits.get(model) ?? new Limits();
    this.#limits.set(model, limits);
    return limits;
  }
}

/** An estimate, because the service does not count tokens before sending: one token per four characters. */
const costOf = ({ params }: Question): Cost => {
  const input = Math.ceil(JSON.stringify(params.messages).length / 4);
  const output = params.max_tokens;
  return { requests: 1, 'input-tokens': input, 'output-tokens': output, tokens: input + output };
};

/** Whether a later attempt may succeed. A wrong request stays wrong. */
const mayPass = (error: unknown): boolean =>
  error instanceof AttemptFailed
    ? error.retryable
    : !(error instanceof Unfinished || error instanceof TooLong);

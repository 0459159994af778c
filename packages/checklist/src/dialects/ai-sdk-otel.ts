// The AI SDK 7 with spans from `@ai-sdk/otel` 1.0.173 (`src/open-telemetry.ts`).
import { aiSdkAnswer } from './ai-sdk-answer.ts';
import { roleOfOperation } from './conventions.ts';
import type { Dialect, Role } from './dialect.ts';

// The span of a call does not end after an error in a stream. The spans around it, `generateText` and `streamText`, report the error.
const ROLES: ReadonlyMap<unknown, Role | undefined> = new Map<unknown, Role | undefined>([
  ['invoke_agent', 'step'],
  // It has no provider and no model.
  ['agent_step', undefined],
]);

export const aiSdkOtel: Dialect = {
  id: 'ai-sdk-otel',
  title: 'AI SDK 7',
  speaks: ({ scope }) => scope === 'gen_ai',
  roleOf: (record) => {
    const operation = record.attributes['gen_ai.operation.name'];
    return ROLES.has(operation) ? ROLES.get(operation) : roleOfOperation(record);
  },
  facts: (record) => ({
    // This runs on a step only if the step stands for a call.
    'gen_ai.operation.name': 'chat',
    ...aiSdkAnswer(record),
    ...(isEmpty(record.attributes['gen_ai.output.messages']) && { 'anthropic.message.content_blocks': 0 }),
  }),
};

/** `recordOutputs: false` omits the messages. */
const isEmpty = (messages: unknown): boolean =>
  typeof messages === 'string' && messages.startsWith('[{"role":"assistant","parts":[],');

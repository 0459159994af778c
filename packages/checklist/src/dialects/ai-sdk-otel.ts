// The AI SDK 7, whose spans `@ai-sdk/otel` 1.0.173 makes (`src/open-telemetry.ts`).
import { aiSdkAnswer } from './ai-sdk-answer.ts';
import { roleOfOperation } from './conventions.ts';
import type { Dialect, Role } from './dialect.ts';

// The span of a call does not end after an error in a stream: `generateText` and `streamText`, around it, report that.
const ROLES: ReadonlyMap<unknown, Role | undefined> = new Map<unknown, Role | undefined>([
  ['invoke_agent', 'step'],
  // Without provider and model.
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
    // A step is only asked where it stands for a call.
    'gen_ai.operation.name': 'chat',
    ...aiSdkAnswer(record),
    ...(isEmpty(record.attributes['gen_ai.output.messages']) && { 'anthropic.message.content_blocks': 0 }),
  }),
};

/** `recordOutputs: false` leaves the messages out. */
const isEmpty = (messages: unknown): boolean =>
  typeof messages === 'string' && messages.startsWith('[{"role":"assistant","parts":[],');

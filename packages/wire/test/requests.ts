// Parts of requests, and what is found wrong in one: the rule, the place and the API's sentence.
import { checkRequest, type RequestContext } from '../src/request.ts';

export type Params = Readonly<Record<string, unknown>>;
export type Found = readonly [id: string, path: string, message: string];

export const user = (content: unknown): Params => ({ role: 'user', content });
export const assistant = (content: unknown): Params => ({ role: 'assistant', content });
export const ASK: Params = { model: 'claude-sonnet-5', max_tokens: 512, messages: [user('Hello')] };
export const text = (words: string, more: Params = {}): Params => ({ type: 'text', text: words, ...more });
export const mark = (ttl?: unknown): Params => ({ cache_control: { type: 'ephemeral', ttl } });
export const tool = (name: string, more: Params = {}): Params => ({
  name,
  input_schema: { type: 'object' },
  ...more,
});
export const use = (id: string): Params => ({ type: 'tool_use', id, name: 'lookup', input: {} });
export const result = (id: string, more: Params = {}): Params => ({
  type: 'tool_result',
  tool_use_id: id,
  ...more,
});

export const found = (more: Params, context?: RequestContext): readonly Found[] =>
  checkRequest({ ...ASK, ...more }, context).map(({ id, path, message }) => [id, path, message]);
export const idsOf = (more: Params, context?: RequestContext): readonly string[] =>
  found(more, context).map(([id]) => id);

// The checklist for requests: what a call would fail of, before it is made.
export type { RequestContext } from '@sevenstep/wire/request';
export { lintRequest, type RequestFinding } from './lint/lint-request.ts';

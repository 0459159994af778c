// What a call is called: a table from HTTP method and path to operation, instead of a patch per SDK method.

/** An endpoint whose calls are observed. */
export interface Route {
  readonly method: string;
  readonly path: string;
  /** `gen_ai.operation.name` */
  readonly operation: string;
  /** `anthropic.sdk.method`, without the `beta.` of the beta resources. */
  readonly sdkMethod: string;
}

const ROUTES: readonly Route[] = [
  { method: 'post', path: '/v1/messages', operation: 'chat', sdkMethod: 'messages.create' },
];

/** The route of a request, or `undefined` for one that is not observed. A query does not matter. */
export function findRoute(method: string, path: string): Route | undefined {
  const end = path.indexOf('?');
  const bare = end === -1 ? path : path.slice(0, end);
  return ROUTES.find((route) => route.path === bare && route.method === method.toLowerCase());
}

// `fetch` by hand, without any SDK.
import type { Client } from '../client.ts';
import { installNode } from '../install.ts';
import { NODE_FORMS, runNode } from './node-program.ts';

export const fetchByHand: Client = {
  id: 'fetch',
  title: '`fetch` of Node.js 24',
  forms: [...NODE_FORMS, 'body', 'status and body'],
  cannot: {
    'connection.request_timeout': 'it has no timeout of its own',
    'identity.credentials_unavailable': 'it takes no function for the key',
    'response.stream_incomplete': 'a script that reads text does not look for the end',
    'response.stream_malformed': 'a script that reads text does not parse it',
    'endpoint.stream_without_events': 'a script that reads text does not parse it',
    'endpoint.malformed_response': 'a script that reads text does not parse it',
  },
  install: () => installNode('fetch', {}),
  run: (folder, call) => runNode(folder, 'fetch.mjs', call),
};

// Method and path of a request say which call it is, with a name from a bounded set.
import { expect, test } from 'vitest';
import { providerOf } from '../src/attributes/providers.ts';
import { routeOf } from '../src/attributes/routes.ts';
import type { SdkClient } from '../src/sdk-objects.ts';

test.each([
  ['post', '/v1/messages', 'messages.create', '/v1/messages'],
  ['post', '/v1/messages?beta=true', 'messages.create', '/v1/messages'],
  ['post', '/v1/complete', 'completions.create', '/v1/complete'],
  ['post', '/v1/messages/batches', 'messages.batches.create', '/v1/messages/batches'],
  ['get', '/v1/messages/batches', 'messages.batches.list', '/v1/messages/batches'],
  ['get', '/v1/messages/batches/msgbatch_01A', 'messages.batches.retrieve', '/v1/messages/batches/{id}'],
  [
    'post',
    '/v1/messages/batches/msgbatch_01A/cancel',
    'messages.batches.cancel',
    '/v1/messages/batches/{id}/cancel',
  ],
  ['delete', '/v1/messages/batches/msgbatch_01A', 'messages.batches.delete', '/v1/messages/batches/{id}'],
  [
    'get',
    'https://api.anthropic.com/v1/messages/batches/msgbatch_01A/results',
    'messages.batches.results',
    '/v1/messages/batches/{id}/results',
  ],
  ['get', '/v1/models/claude-sonnet-5', 'models.retrieve', '/v1/models/{id}'],
  ['post', '/v1/files', 'files.upload', '/v1/files'],
  ['get', '/v1/files/file_011/content', 'files.download', '/v1/files/{id}/content'],
  ['post', '/v1/skills/skill_01/versions', 'skills.versions.create', '/v1/skills/{id}/versions'],
  [
    'get',
    '/v1/skills/skill_01/versions/1759178010641129',
    'skills.versions.retrieve',
    '/v1/skills/{id}/versions/{id}',
  ],
  ['get', '/', 'list', '/'],
])('%s %s is %s', (method, path, sdkMethod, template) => {
  expect(routeOf(method, path)).toMatchObject({ sdkMethod, template });
});

test.each(['constructor', '__proto__', 'toString', 'hasOwnProperty'])(
  'a method or a path called %s is none of the table',
  (name) => {
    expect(routeOf(name, '/v1/messages')).toEqual({
      template: '/v1/messages',
      sdkMethod: 'messages.request',
    });
    expect(routeOf('post', name).sdkMethod).toMatch(/^[\w{}.]+$/);
    expect(routeOf(name, name).sdkMethod).toMatch(/^[\w{}.]+$/);
    const Client = { [name]: class {} }[name] as new () => SdkClient;
    expect(providerOf(new Client())).toBe('anthropic');
  },
);

test('only calls that the conventions know have an operation', () => {
  expect(routeOf('post', '/v1/messages').operation).toBe('chat');
  expect(routeOf('post', '/v1/messages/count_tokens').operation).toBeUndefined();
});

test('a path of anything makes a short name without what was in it', () => {
  const { template, sdkMethod } = routeOf('get', `/v1/${'jane.doe@example.org/'.repeat(100)}`);
  expect(template).toBe(`/v1${'/{id}'.repeat(7)}`);
  expect(sdkMethod).toBe('retrieve');
});

// Method and path of a request say which call it is, with a name from a bounded set.
import { describe, expect, test } from 'vitest';
import { providerOf } from '../src/attributes/providers.ts';
import { isAnswer, routeOf } from '../src/attributes/routes.ts';
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
  ['get', '/v1/models/opus', 'models.retrieve', '/v1/models/{id}'],
  ['get', '/v1/models', 'models.list', '/v1/models'],
  ['get', '/v1/skills/skill_01/versions/latest', 'skills.versions.retrieve', '/v1/skills/{id}/versions/{id}'],
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

describe('a method that the table does not have', () => {
  test.each([
    ['PUT', '/v1/skills/skill_01', 'skills.update', '/v1/skills/{id}'],
    ['patch', '/v1/skills/skill_01', 'skills.update', '/v1/skills/{id}'],
    ['put', '/v1/skills', 'skills.update', '/v1/skills'],
    ['post', '/v1/skills/skill_01', 'skills.update', '/v1/skills/{id}'],
    ['POST', '/v1/skills', 'skills.create', '/v1/skills'],
    ['Post', '/v1/messages', 'messages.create', '/v1/messages'],
    ['delete', '/v1/skills', 'skills.delete', '/v1/skills'],
    ['options', '/v1/skills', 'skills.request', '/v1/skills'],
    ['options', '/v1/skills/skill_01', 'skills.request', '/v1/skills/{id}'],
    // An action is a verb behind an object, which is posted.
    ['post', '/v1/skills/skill_01/archive', 'skills.archive', '/v1/skills/{id}/archive'],
    ['get', '/v1/skills/skill_01/archive', 'skills.archive.list', '/v1/skills/{id}/archive'],
    ['post', '/v1/skills/archive', 'skills.archive.create', '/v1/skills/archive'],
    ['get', '/v2/skills', 'skills.list', '/v2/skills'],
    ['get', '/v10/skills', 'skills.list', '/{id}/skills'],
    ['get', `/v1/${'s'.repeat(31)}`, `${'s'.repeat(31)}.list`, `/v1/${'s'.repeat(31)}`],
    ['get', `/v1/${'s'.repeat(32)}`, 'retrieve', '/v1/{id}'],
    ['get', '/v1//skills/#top', 'skills.list', '/v1/skills'],
    ['get', 'HTTPS://a.example/v1/skills?a=/b\n/c', 'skills.list', '/v1/skills'],
    ['get', '/a/b/c/d/e/f/g/h/i', 'a.b.c.d.e.f.g.h.list', '/a/b/c/d/e/f/g/h'],
  ])('%s %s is %s', (method, path, sdkMethod, template) => {
    expect(routeOf(method, path)).toMatchObject({ sdkMethod, template });
  });
});

describe('an answer', () => {
  test.each<[path: string, body: object, is: boolean]>([
    ['/v1/messages', { content: [] }, true],
    ['/v1/messages', { content: 'a' }, false],
    ['/v1/messages', {}, false],
    ['/v1/complete', { completion: '' }, true],
    ['/v1/complete', { completion: 7 }, false],
    ['/v1/messages/count_tokens', { input_tokens: 0 }, true],
    ['/v1/messages/count_tokens', { input_tokens: '0' }, false],
    ['/v1/models', {}, true],
    ['/v1/models', { type: 'error', error: {} }, false],
    ['/v1/models', { type: 'error', error: 'a' }, true],
    ['/v1/models', { type: 'model', error: {} }, true],
    ['/v1/messages', { type: 'error', error: {}, content: [] }, false],
  ])('to %s can be %j: %s', (path, body, is) => {
    const method = path === '/v1/models' ? 'get' : 'post';
    expect(isAnswer(routeOf(method, path), body)).toBe(is);
  });
});

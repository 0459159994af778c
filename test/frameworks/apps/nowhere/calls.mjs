// One call, in place of the others: to an address without a server.
const params = {
  model: 'claude-sonnet-5',
  max_tokens: 64,
  messages: [{ role: 'user', content: 'Describe a teapot.' }],
};

export const calls = [
  (client) =>
    client.withOptions({ baseURL: 'http://127.0.0.1:2' }).messages.create(params, { maxRetries: 0 }),
];

/** Makes the call with this number and gives what it came to as text. */
export async function makeCall(client, number) {
  try {
    return JSON.stringify(await calls[number](client));
  } catch (error) {
    return JSON.stringify([error.constructor.name, error.message]);
  }
}

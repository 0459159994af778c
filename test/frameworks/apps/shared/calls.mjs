// The calls that every application makes, and what it prints of each: all that an application sees of a call.
const params = {
  model: 'claude-sonnet-5',
  max_tokens: 64,
  messages: [{ role: 'user', content: 'Describe a teapot.' }],
};

const create = (client) => client.messages.create(params);

async function stream(client) {
  const events = [];
  for await (const event of await client.messages.create({ ...params, stream: true }))
    events.push(event.type);
  return events;
}

/** In the order of the simulator's script: healthy, a 429 that is resent, a 401, a stream, a stream that is cut. */
export const calls = [create, create, create, stream, stream];

/** Makes the call with this number and gives what it came to as text. */
export async function makeCall(client, number) {
  try {
    return JSON.stringify(await calls[number](client));
  } catch (error) {
    return JSON.stringify([error.constructor.name, error.status, error.message, error.requestID]);
  }
}

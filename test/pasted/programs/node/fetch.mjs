// Calls with `fetch` by hand, and prints the status and the body, as scripts do.
import { printForms, signalOf } from './forms.mjs';

await printForms(make, {
  body: (error, out) => error.body === undefined || out.error(error.body),
  'status and body': (error, out) =>
    error.body === undefined ||
    out.error(`Request failed: ${error.status} ${error.statusText} ${error.body}`),
});

async function make(call) {
  const { baseURL, apiKey, headers, params, betas, stream } = call;
  const response = await fetch(`${baseURL}/v1/messages`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      'anthropic-version': '2023-06-01',
      ...(apiKey !== null && { 'x-api-key': apiKey }),
      ...(betas.length > 0 && { 'anthropic-beta': betas.join() }),
      ...headers,
    },
    body: JSON.stringify({ ...params, ...(stream && { stream }) }),
    signal: signalOf(call),
  });
  const body = await response.text();
  if (response.ok) return body;
  const { status, statusText } = response;
  throw Object.assign(new Error(`HTTP ${status} ${body}`), { status, statusText, body });
}

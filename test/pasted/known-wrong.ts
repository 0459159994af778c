// Client id to how many of its texts the checklist is known to diagnose wrongly. It may only fall: each is a text that lost what decides.

export const KNOWN_WRONG: Readonly<Record<string, number>> = {
  // AWS's class is in a header that the SDK's own error shows after another class.
  'sdk-bedrock': 5,
  // The platform's deadline, with nothing about whether the answer had begun; an envelope without its status.
  fetch: 2,
  // A body in the log of another request, and a class that stands for two codes.
  'langchain-python': 1,
  'sdk-python': 1,
  'sdk-python-0': 1,
  litellm: 1,
  // A body that isn't in the encoding it names ends like one that broke off; the async client drops other bodies.
  'sdk-java': 5,
  // curl has one sentence for a refused and an unreachable address.
  curl: 1,
  // The proxy's own words about the request.
  'litellm-proxy': 8,
  // A proxy's limit in the words of any limit, once without its stack.
  'proxy-caddy': 2,
};

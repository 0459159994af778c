// Client id to how many of its texts the checklist is known to diagnose wrongly. Each is a fault to mend: a figure may only become smaller.

export const KNOWN_WRONG: Readonly<Record<string, number>> = {
  'ai-sdk-5': 1,
  'ai-sdk-6': 1,
  'ai-sdk-7': 4,
  curl: 1,
  fetch: 3,
  'langchain-python': 14,
  litellm: 27,
  'litellm-proxy': 8,
  'proxy-caddy': 8,
  requests: 2,
  'sdk-bedrock': 10,
  'sdk-go': 5,
  'sdk-java': 10,
  'sdk-python': 12,
  'sdk-python-0': 12,
  'sdk-typescript': 1,
  'sdk-typescript-0.50': 1,
  'sdk-vertex': 6,
};

// Client id to how many of its texts the checklist is known to diagnose wrongly. Each is a fault to mend, and the list ends empty.

export const KNOWN_WRONG: Readonly<Record<string, number>> = {
  curl: 100,
  fetch: 150,
  'langchain-js': 60,
  'langchain-python': 100,
  litellm: 100,
  requests: 100,
  'sdk-go': 100,
  'sdk-java': 100,
  'sdk-python': 100,
  'sdk-python-0': 100,
  'sdk-typescript': 150,
  'sdk-typescript-0.50': 150,
  'ai-sdk-5': 40,
  'ai-sdk-6': 40,
  'ai-sdk-7': 40,
  'claude-code': 60,
  'aws-sdk-js': 30,
  'sdk-bedrock': 30,
  'sdk-vertex': 30,
};

// A route handler that asks Claude.
import Anthropic from '@anthropic-ai/sdk';

export async function GET(request: Request): Promise<Response> {
  const question = new URL(request.url).searchParams.get('q') ?? '';
  try {
    const { content } = await new Anthropic().messages.create({
      model: 'claude-sonnet-5',
      max_tokens: 256,
      messages: [{ role: 'user', content: question }],
    });
    return Response.json(content);
  } catch (error) {
    return Response.json({ error: (error as Error).message }, { status: 502 });
  }
}

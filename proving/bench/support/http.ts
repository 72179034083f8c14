import { Agent, request } from 'node:http';

interface HttpAnswer {
  readonly status: number;
  readonly body: unknown;
}

/** Callers of the API that keep their connections, with one token or, as users have, one each. `close` ends the connections. */
export class Callers {
  private readonly agent: Agent;
  private readonly tokens: readonly string[];
  private calls = 0;

  constructor(
    private readonly url: string,
    token: string | readonly string[],
    atOnce: number,
  ) {
    this.tokens = typeof token === 'string' ? [token] : token;
    this.agent = new Agent({ keepAlive: true, maxSockets: atOnce });
  }

  /** Asks for a path under /api/v1. Throws where the answer is no success: a refused call has no place in a figure. */
  async call(method: 'GET' | 'POST', path: string, body?: unknown): Promise<unknown> {
    const { status, body: answer } = await this.send(method, `/api/v1${path}`, body);
    if (status < 200 || status > 299) throw new Error(`${method} ${path} was answered with ${status}: ${JSON.stringify(answer)}`);
    return answer;
  }

  close(): void {
    this.agent.destroy();
  }

  private async send(method: string, path: string, body: unknown): Promise<HttpAnswer> {
    const text = body === undefined ? undefined : JSON.stringify(body);
    const headers = {
      authorization: `Bearer ${this.tokens[this.calls++ % this.tokens.length]}`,
      ...(text === undefined ? {} : { 'content-type': 'application/json', 'content-length': Buffer.byteLength(text) }),
    };
    const { status, said } = await new Promise<{ status: number; said: string }>((resolve, reject) => {
      const asked = request(new URL(path, this.url), { method, headers, agent: this.agent }, (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('error', reject);
        response.on('end', () => resolve({ status: response.statusCode ?? 0, said: Buffer.concat(chunks).toString('utf8') }));
      });
      asked.on('error', reject);
      asked.end(text);
    });
    return { status, body: JSON.parse(said) };
  }
}

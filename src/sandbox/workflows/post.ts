import http from 'node:http';
import https from 'node:https';

/** What came of a call: an answer, or none. */
export type Answer =
  | { readonly status: number; readonly retryAfter: string | undefined; readonly body: string }
  | { readonly status: undefined; readonly problem: 'timed out' | 'connection failed' | 'bad address' };

/** Posts JSON. Never rejects. */
export interface Poster {
  post(url: string, headers: Readonly<Record<string, string>>, body: string): Promise<Answer>;
  close(): void;
}

/**
 * Keeps its connections: thousands of calls a second go over a handful of sockets.
 *
 * @param timeoutMs for the whole call. HubSpot's is not published for app actions; its workflow webhooks say 30 s
 */
export function createPoster(options: { readonly sockets: number; readonly timeoutMs: number }): Poster {
  const settings = { keepAlive: true, maxSockets: options.sockets, scheduling: 'lifo' as const };
  const plain = new http.Agent(settings);
  const secure = new https.Agent(settings);

  function open(url: string, headers: Readonly<Record<string, string>>, body: string): http.ClientRequest {
    const request = { method: 'POST', headers: { ...headers, 'content-length': Buffer.byteLength(body) } };
    return url.startsWith('https:')
      ? https.request(url, { ...request, agent: secure })
      : http.request(url, { ...request, agent: plain });
  }

  return {
    post: (url, headers, body) =>
      URL.canParse(url) && /^https?:/.test(url)
        ? exchange(open(url, headers, body), body, options.timeoutMs)
        : Promise.resolve({ status: undefined, problem: 'bad address' }),
    close() {
      plain.destroy();
      secure.destroy();
    },
  };
}

function exchange(request: http.ClientRequest, body: string, timeoutMs: number): Promise<Answer> {
  return new Promise((resolve) => {
    let problem: 'timed out' | 'connection failed' = 'connection failed';
    const timer = setTimeout(() => {
      problem = 'timed out';
      request.destroy();
    }, timeoutMs);
    const settle = (answer: Answer): void => {
      clearTimeout(timer);
      resolve(answer);
    };
    request.on('error', () => settle({ status: undefined, problem }));
    request.on('close', () => settle({ status: undefined, problem }));
    request.on('response', (response) => read(response, settle));
    request.end(body);
  });
}

function read(response: http.IncomingMessage, settle: (answer: Answer) => void): void {
  const parts: Buffer[] = [];
  response.on('data', (part: Buffer) => parts.push(part));
  response.on('end', () => {
    const { statusCode: status = 0, headers } = response;
    settle({ status, retryAfter: headers['retry-after'], body: Buffer.concat(parts).toString('utf8') });
  });
  // An answer that breaks off is no answer: the request's own `close` tells.
  response.on('error', () => undefined);
}

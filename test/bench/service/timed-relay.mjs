import http from 'node:http';

/**
 * Stands between the service and the portal and notes when each call was under way: how long HubSpot's answers take, as
 * the service meets it. What the relay itself costs counts as HubSpot's.
 */
export async function startRelay(targetUrl) {
  const { hostname, port } = new URL(targetUrl);
  const agent = new http.Agent({ keepAlive: true });
  let spans = [];
  const server = http.createServer((request, response) => {
    const from = performance.now();
    response.on('finish', () => spans.push({ from, to: performance.now() }));
    const { method, url: path, headers } = request;
    const onward = http.request({ agent, hostname, port, method, path, headers }, (answer) => {
      response.writeHead(answer.statusCode, answer.headers);
      answer.pipe(response);
    });
    onward.on('error', () => response.destroy());
    request.pipe(onward);
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${server.address().port}`,
    /** Milliseconds in which at least one call was under way, and the number of calls, since the last time this was asked. */
    take() {
      const { ms, calls } = { ms: covered(spans), calls: spans.length };
      spans = [];
      return { ms, calls };
    },
    stop() {
      agent.destroy();
      server.closeAllConnections();
      return new Promise((resolve) => server.close(resolve));
    },
  };
}

/** The length of what the spans cover; where they overlap it counts once. */
function covered(spans) {
  let length = 0;
  let end = -Infinity;
  for (const { from, to } of spans.toSorted((one, other) => one.from - other.from)) {
    length += Math.max(0, to - Math.max(from, end));
    end = Math.max(end, to);
  }
  return length;
}

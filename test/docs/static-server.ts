/** A static server as anybody might have one: files of a folder by their path, and nothing else. */
import { readFile } from 'node:fs/promises';
import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.json': 'application/json',
};

export interface Served {
  readonly url: string;
  close(): Promise<void>;
}

export async function serveFolder(folder: string): Promise<Served> {
  const server = createServer(({ url = '/' }, response) => void send(folder, url, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}/`, close: () => close(server) };
}

async function send(folder: string, url: string, response: ServerResponse): Promise<void> {
  const file = path.join(folder, decodeURIComponent(new URL(url, 'http://localhost').pathname));
  const bytes = await readFile(file).catch(() => undefined);
  if (bytes === undefined) response.writeHead(404).end();
  else response.setHeader('content-type', TYPES[path.extname(file)] ?? 'application/octet-stream').end(bytes);
}

function close(server: Server): Promise<void> {
  server.closeAllConnections();
  return new Promise((resolve) => server.close(() => resolve()));
}

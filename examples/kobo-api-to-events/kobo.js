// Plays KoboToolbox for this example: serves the project in kobo.json as API v2 does, and runs a command meanwhile that
// finds its address in KOBO_URL, as in: node kobo.js etl plan pipeline.yaml
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';

const { asset, token, versions, submissions } = JSON.parse(readFileSync('kobo.json', 'utf8'));
const root = `/api/v2/assets/${asset}/`;

function answer(url) {
  if (url.pathname === `${root}versions/`) return { count: versions.length, next: null, results: versions };
  if (url.pathname.startsWith(`${root}versions/`))
    return versions.find((version) => url.pathname === `${root}versions/${version.uid}/`);
  if (url.pathname !== `${root}data/`) return undefined;
  const after = JSON.parse(url.searchParams.get('query') ?? '{}')._id?.$gt ?? 0;
  const found = submissions.filter((one) => one._id > after).sort((a, b) => a._id - b._id);
  return { count: found.length, next: null, results: found.slice(0, Number(url.searchParams.get('limit') ?? 100)) };
}

const server = createServer((request, response) => {
  const isKnown = request.headers.authorization === `Token ${token}`;
  const body = isKnown ? answer(new URL(request.url, 'http://localhost')) : { detail: 'Invalid token.' };
  response.writeHead(isKnown ? (body ? 200 : 404) : 401, { 'content-type': 'application/json' });
  response.end(JSON.stringify(body ?? { detail: 'Not found.' }));
});

server.listen(0, '127.0.0.1', () => {
  const env = { ...process.env, KOBO_URL: `http://127.0.0.1:${server.address().port}` };
  const [command, ...args] = process.argv.slice(2);
  spawn(command, args, { env, stdio: 'inherit' }).on('close', (code) => process.exit(code ?? 1));
});

/** Serves pages of submissions as KoboToolbox does, made before anything is measured: `node json-server.ts ROWS` */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { loadForm } from '../sample/form.ts';
import { toSubmission, toVersions, type Submission } from '../sample/kobo-api.ts';
import { sampleRows } from '../sample/rows.ts';

const PAGE = 1000;
const rows = Number(process.argv[2]);
const form = loadForm();
const versions = toVersions(form);

/** Bodies by the `_id` behind which they begin. */
const pages = new Map<number, Buffer>();
let page: Submission[] = [];
let before = 0;
let behind = rows;

function endPage(): void {
  pages.set(before, Buffer.from(JSON.stringify({ count: behind, next: null, results: page })));
  behind -= page.length;
  before = page.at(-1)?._id ?? before;
  page = [];
}

for (const row of sampleRows(form, { seed: 1, rows })) {
  page.push(toSubmission(row));
  if (page.length === PAGE) endPage();
}
if (page.length > 0) endPage();

function answer({ pathname, searchParams }: URL): Buffer | string {
  if (pathname.endsWith('/versions/'))
    return JSON.stringify({ results: versions.map((one) => ({ ...one, content: undefined })) });
  const version = versions.find(({ uid }) => pathname.endsWith(`/versions/${uid}/`));
  if (version) return JSON.stringify(version);
  if (searchParams.get('limit') === '1') return JSON.stringify({ count: rows, results: [] });
  const after = /\$gt":(\d+)/.exec(searchParams.get('query') ?? '')?.[1] ?? '0';
  return pages.get(Number(after)) ?? '{"count":0,"results":[]}';
}

const server = createServer((request, response) => {
  response.setHeader('content-type', 'application/json');
  response.end(answer(new URL(request.url ?? '/', 'http://127.0.0.1')));
});
server.listen(0, '127.0.0.1', () => console.log(`http://127.0.0.1:${(server.address() as AddressInfo).port}`));

/** The floor for `npm run bench -- send`: the events of a plan posted by a bare client, so many at a time. Prints events a second. */
import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';

const [plan = '', url = '', program = '', stage = '', size = '100', concurrency = '1'] = process.argv.slice(2);
const HEADERS = { authorization: `Basic ${btoa('admin:district')}`, 'content-type': 'application/json' };
const QUERY = 'async=false&importStrategy=CREATE_AND_UPDATE&importMode=COMMIT&atomicMode=OBJECT&reportMode=FULL';

const bodies: string[] = [];
let events: object[] = [];
let count = 0;
const flush = (): void => {
  if (events.length > 0) bodies.push(JSON.stringify({ events }));
  events = [];
};
for await (const text of createInterface({ input: createReadStream(plan), crlfDelay: Infinity })) {
  const line = JSON.parse(text) as { action: string; uid: string; object: object };
  if (line.action !== 'create') continue;
  events.push({ event: line.uid, program, programStage: stage, ...line.object });
  count += 1;
  if (events.length >= Number(size)) flush();
}
flush();

const began = performance.now();
const lane = async (): Promise<void> => {
  for (let body = bodies.shift(); body !== undefined; body = bodies.shift()) {
    const answer = await fetch(`${url}/api/tracker?${QUERY}`, { method: 'POST', headers: HEADERS, body });
    if (!answer.ok) throw new Error(await answer.text());
    await answer.json();
  }
};
await Promise.all(Array.from({ length: Number(concurrency) }, lane));
console.log(Math.round((count / (performance.now() - began)) * 1000));

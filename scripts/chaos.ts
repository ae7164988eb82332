/**
 * Random histories against a simple model of what must be: `npm run chaos -- --seed 1 --histories 500 --kills 300`;
 * and nights of forms of a data set, with kills: `--forms 100`. `--index sqlite` keeps the index in SQLite.
 * What fails is shrunk and shown; `--history FILE` plays one again. Ends with 1 where anything failed.
 */
import { readFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { chaos, tellHistory } from '../test/chaos/chaos.ts';
import { IndexFile } from '../test/chaos/index-file.ts';
import type { History } from '../test/chaos/history.ts';
import { chaosOfForms } from '../test/chaos/forms.ts';
import { play } from '../test/chaos/play.ts';

const { values } = parseArgs({
  options: {
    seed: { type: 'string', default: '1' },
    histories: { type: 'string', default: '500' },
    kills: { type: 'string', default: '300' },
    forms: { type: 'string', default: '100' },
    history: { type: 'string' },
    index: { type: 'string', default: 'json' },
    'no-shrink': { type: 'boolean', default: false },
  },
});

IndexFile.kind = values.index === 'sqlite' ? 'sqlite' : 'json';
if (values.history === undefined) {
  await playMany();
  await playManyForms();
} else await playOne(values.history);

async function playMany(): Promise<void> {
  const started = performance.now();
  const tally = await chaos({
    seed: Number(values.seed),
    histories: Number(values.histories),
    kills: Number(values.kills),
    shrinks: !values['no-shrink'],
    onFault: (found) => console.log(`\n${tellHistory(found)}\n    ${JSON.stringify(found.history)}`),
  });
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  const { histories, nights, kills, doubted, found } = tally;
  console.log(`\nseed ${values.seed}: ${histories} histories, ${nights} nights, ${kills} kills in ${seconds} s`);
  console.log(`  ${found.length} faults, ${doubted} nights that doubted more of their index than people had written`);
  for (const [kind, failures] of Map.groupBy(found, (failure) => failure.fault.kind))
    console.log(`  ${failures.length} × ${kind}`);
  if (found.length > 0) process.exitCode = 1;
}

async function playManyForms(): Promise<void> {
  const started = performance.now();
  const tally = await chaosOfForms(Number(values.seed), Number(values.forms), (fault) => console.log(`\n${fault}`));
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  const { played, nights, kills, faults } = tally;
  console.log(`\nforms: ${played} played, ${nights} nights, ${kills} kills in ${seconds} s, ${faults.length} faults`);
  if (faults.length > 0) process.exitCode = 1;
}

async function playOne(path: string): Promise<void> {
  const history = JSON.parse(await readFile(path, 'utf8')) as History;
  const { fault } = await play(history);
  console.log(fault ? tellHistory({ history, fault }) : 'no fault');
  if (fault) process.exitCode = 1;
}

/**
 * Writes an invented SIPCA export, the index that the script in use today would have left, and metadata for the embedded
 * sandbox: `npm run sample -- --rows 300 --seed 1`. The same options give the same bytes.
 */
import path from 'node:path';
import { parseArgs } from 'node:util';
import { writeSample } from './sample/write-sample.ts';

const HELP = `npm run sample -- [options]
  --rows N       submissions in the export (default 300)
  --seed S       a whole number; the same number gives the same data (default 1)
  --out DIR      folder to write to (default sample)
  --native       as KoboToolbox writes it itself: separated by ";", every cell in quotes, CR LF, a byte-order mark;
                 columns are named as in the mapping, since Kobo puts no group names into headers unless it is asked to.
                 The pipeline reads it without its line "delimiter"
  --uuid-only    without _id and meta/rootUuid: an edit can be told only by facility and date
  --bad          with one unknown facility, one unmapped answer and one impossible date
  --no-index     without event_index.json: nothing was ever sent`;

const { values } = parseArgs({
  options: {
    rows: { type: 'string', default: '300' },
    seed: { type: 'string', default: '1' },
    out: { type: 'string', default: 'sample' },
    native: { type: 'boolean', default: false },
    'uuid-only': { type: 'boolean', default: false },
    bad: { type: 'boolean', default: false },
    'no-index': { type: 'boolean', default: false },
    help: { type: 'boolean', short: 'h', default: false },
  },
});

const [rows, seed] = [Number(values.rows), Number(values.seed)];
if (values.help) console.log(HELP);
else if (!Number.isSafeInteger(rows) || rows < 0 || !Number.isSafeInteger(seed)) {
  console.error(`--rows and --seed are whole numbers.\n${HELP}`);
  process.exitCode = 2;
} else {
  const written = await writeSample({
    rows,
    seed,
    out: path.resolve(values.out),
    form: values.native ? 'native' : 'tilde',
    uuidOnly: values['uuid-only'],
    bad: values.bad,
    noIndex: values['no-index'],
  });
  for (const file of written) console.log(path.relative(process.cwd(), file));
}

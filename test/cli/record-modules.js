// Loaded before the program (`node --import`): at its end, writes the files that it has loaded to ETL_LOADED.
import { writeFileSync } from 'node:fs';
import { registerHooks } from 'node:module';

const loaded = new Set();
registerHooks({
  load(url, context, next) {
    loaded.add(url);
    return next(url, context);
  },
});
process.on('exit', () => writeFileSync(process.env['ETL_LOADED'], JSON.stringify([...loaded])));

/** `npm run check`: every import in src/ has its right (see rooms.ts). Prints each that has none, and why. */
import { findWrongs, readSource, toImports } from './rooms.ts';

const wrongs = findWrongs(toImports(readSource()));
for (const wrong of wrongs) process.stderr.write(`${wrong}\n`);
if (wrongs.length > 0) process.exitCode = 1;

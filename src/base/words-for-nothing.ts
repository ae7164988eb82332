/** Words that programs write where there is no value. In a form they may also be answers: so they are told, never blanked. */
const WRITERS: ReadonlyMap<string, string> = new Map([
  ['nan', 'pandas'],
  ['NaN', 'pandas'],
  ['NaT', 'pandas'],
  ['<NA>', 'pandas'],
  ['None', 'Python'],
  ['NA', 'R'],
  ['NULL', 'a database'],
  ['null', 'a database'],
  ['\\N', 'a database'],
  ['#N/A', 'Excel'],
  ['N/A', 'Excel'],
  ['n/a', 'pandas'],
]);

/** Those that people hardly write themselves. */
const HARDLY_ANSWERS: ReadonlySet<string> = new Set(['nan', 'NaN', 'NaT', '<NA>', 'NULL', 'null', '\\N', '#N/A']);

const LONGEST = 4;

/** Who writes this word for nothing; undefined where nobody does. */
export function writerOfNothing(word: string): string | undefined {
  // Spaces may stand around it.
  return word.length > LONGEST + 8 ? undefined : WRITERS.get(word.trim());
}

/** Whether it is hardly the answer of a person. */
export function isHardlyAnAnswer(word: string): boolean {
  return word.length <= LONGEST + 8 && HARDLY_ANSWERS.has(word.trim());
}

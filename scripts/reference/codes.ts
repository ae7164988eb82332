import { knownCodes, type Code, type KnownCode } from '../../src/messages/code-table.ts';
import { describe } from '../../src/messages/describe.ts';
import type { Args } from '../../src/base/problem.ts';
import { toCode, toTable } from './markdown.ts';

/** Args that name themselves: `There is no file ‹path›.` */
const named = (isAbsent: (name: string) => boolean): Args =>
  new Proxy<Record<string, string | readonly string[]>>(
    {},
    {
      get(_, name) {
        const text = isAbsent(String(name)) ? '' : `‹${String(name)}›`;
        return name === 'choices' ? [text] : text;
      },
    },
  );

/** What only some slips give; the hint is whole without it. */
const EXTRAS: ReadonlySet<string> = new Set(['differs', 'codeOfName']);
const ALL = named((name) => EXTRAS.has(name));
/** Where nothing similar is known, a hint says more. */
const WITHOUT_NEAREST = named((name) => name === 'nearest' || EXTRAS.has(name));

const AREAS: Readonly<Record<string, string>> = {
  artifacts: 'What a run leaves behind',
  codes: 'etl codes',
  dhis2: 'DHIS2',
  env: 'The environment',
  eval: 'etl eval',
  expression: 'Expressions',
  field: 'Fields of an event',
  file: 'Files',
  function: 'Functions',
  generate: 'Making a mapping',
  guard: 'Guards',
  index: 'The index',
  ini: 'INI files',
  json: 'JSON',
  lookup: 'Look-ups',
  mapping: 'The mapping',
  option: 'Options',
  repl: 'etl repl',
  run: 'Runs',
  sandbox: 'The sandbox',
  source: 'The source',
  spec: 'The spec',
  storage: 'Where bytes live',
  value: 'Values and their types',
  version: 'Form versions',
  yaml: 'YAML',
};

/** The chapter about codes: what is said, and what to do; ‹words› are filled in. */
export function codesChapter(): string {
  const areas = new Map<string, KnownCode[]>();
  for (const code of knownCodes()) {
    const [area = ''] = code.split('/');
    areas.set(area, [...(areas.get(area) ?? []), code]);
  }
  return [...areas]
    .map(
      ([area, codes]) =>
        `### ${AREAS[area] ?? area}\n\n${toTable(['code', 'message', 'what to do'], codes.map(toRow))}`,
    )
    .join('\n\n');
}

function toRow(code: Code): string[] {
  const { message, hint = '' } = describe(code, ALL);
  return [toCode(code), message, describe(code, WITHOUT_NEAREST).hint ?? hint];
}

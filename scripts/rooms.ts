/**
 * The rooms of src/, and who may import whom. A room is a folder, or one inside another where that has walls of its own.
 * Whatever is not granted here is refused, so that a newcomer can take a room for what its sentence says.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const SRC = fileURLToPath(new URL('../src', import.meta.url));

export interface Room {
  /** Other rooms that it imports; those in `OPEN` need no grant. */
  readonly may: readonly string[];
  /** Why no others. */
  readonly because: string;
}

/** What all others stand on, lowest first: each of them imports those before it, and all other rooms import all three. */
export const OPEN = ['messages', 'base', 'contracts'] as const;

export const ROOMS: Readonly<Record<string, Room>> = {
  messages: { may: [], because: 'the table of codes is read by all, and reads nobody' },
  base: { may: ['messages'], because: 'what all stand on stands on nobody; a problem is told by its code' },
  contracts: { may: [], because: 'what the rooms say to each other belongs to none of them' },
  jsonata: { may: [], because: 'the language knows no helper, no column and no DHIS2' },
  expression: { may: ['jsonata'], because: 'an expression knows records and tables, not where they come from' },
  http: { may: [], because: 'how one speaks over HTTP does not depend on with whom, nor of what' },
  dhis2: { may: ['http'], because: 'what DHIS2 is does not depend on what we do with it' },
  matching: { may: [], because: 'how alike two names are does not depend on what they name, nor on who asks' },
  storage: { may: [], because: 'where bytes live does not depend on what they mean' },
  sheets: {
    may: ['storage'],
    because:
      'a spreadsheet is rows of text, whether it is a source, a mapping or a list for people: what they mean it does not know',
  },
  sources: { may: ['http', 'sheets', 'storage'], because: 'a source reads; it must not know mapping, index or sink' },
  sinks: { may: ['http', 'dhis2'], because: 'a sink sends; it must not know where objects come from' },
  mapping: {
    may: ['expression', 'dhis2', 'sheets'],
    because: 'mapping turns records into objects; it must not know who reads or sends, nor how a spec is written',
  },
  generate: {
    may: ['mapping', 'dhis2', 'sheets'],
    because: 'what makes a mapping runs before any night, and knows of a night only the mapping that it makes for it',
  },
  setup: {
    may: ['matching'],
    because: 'what a first spec says is decided from what was read; who reads and who asks DHIS2 does not matter',
  },
  drift: {
    may: ['dhis2'],
    because: 'what has changed at a server is told by what is kept of it and what it says now, whoever asks',
  },
  index: { may: [], because: 'what is decided from entries is the same whatever keeps them' },
  'index/json': {
    may: ['index'],
    because: 'one store of several: whatever it needs to know of a run is in the contract',
  },
  'index/sqlite': {
    may: ['index', 'storage'],
    because: 'one store of several; it needs a file of this machine, and what the system says of it',
  },
  engine: { may: ['index'], because: 'the stages know contracts; a component known by name would be a wall to move' },
  pipeline: {
    may: ['expression', 'mapping', 'drift', 'engine'],
    because: 'the spec builds a pipeline by the kinds it is given, and runs none',
  },
  pages: { may: [], because: 'how a page looks and keeps scripts out does not depend on what it tells' },
  report: { may: ['engine', 'pages'], because: 'a report tells what happened; it must not make it happen' },
  job: {
    may: ['pipeline', 'engine', 'report', 'mapping', 'generate', 'exchange', 'expression', 'registry.ts'],
    because: 'a job is a whole run, for whoever orders it: it must not need a terminal',
  },
  explain: {
    may: ['engine', 'mapping', 'expression', 'index', 'report'],
    because: 'it tells of one record what the others make of it, does none of it, and needs no terminal',
  },
  against: {
    may: ['job', 'pipeline', 'engine', 'mapping', 'generate', 'report'],
    because: 'it maps one source with two mappings, and sends nothing',
  },
  cases: {
    may: ['job', 'pipeline', 'engine', 'mapping', 'drift', 'expression', 'jsonata'],
    because: 'it tests a pipeline on rows of its own, without a server, and needs no terminal',
  },
  dictionary: {
    may: ['job', 'mapping', 'cases', 'pages', 'sheets'],
    because: 'it tells what a pipeline does with a form, and does none of it',
  },
  sandbox: {
    may: ['pages'],
    because: 'a DHIS2 that shared our validator would agree with our mistakes; how its pages look is no such thing',
  },
  playground: {
    may: ['cli', 'engine', 'expression'],
    because: 'it tries expressions on rows, and sends nothing',
  },
  doctor: {
    may: ['cli', 'pipeline', 'engine', 'mapping', 'expression'],
    because: 'it looks at everything, and changes nothing; what a kind of component knows of itself the kind tells',
  },
  exchange: {
    may: ['dhis2', 'engine', 'generate', 'jsonata', 'mapping', 'matching', 'sheets'],
    because:
      'what goes out to people as a spreadsheet and comes back is files on both sides: nothing is read of a source or sent',
  },
  cli: {
    may: [
      'job',
      'against',
      'cases',
      'dictionary',
      'pipeline',
      'report',
      'drift',
      'exchange',
      'expression',
      'setup',
      'sheets',
      'generate',
      'dhis2',
      'sandbox',
      'registry.ts',
    ],
    because: 'the terminal is an outer layer',
  },
  commands: {
    may: [
      'cli',
      'against',
      'cases',
      'dictionary',
      'doctor',
      'explain',
      'playground',
      'pipeline',
      'report',
      'generate',
      'setup',
      'drift',
      'exchange',
      'index',
      'sandbox',
      'sheets',
      'registry.ts',
    ],
    because: 'commands parse flags, call, and return',
  },
  'registry.ts': {
    may: ['http', 'dhis2', 'index/json', 'index/sqlite', 'sinks', 'sources', 'storage'],
    because: 'it is the one list of components',
  },
};

export interface Import {
  readonly from: string;
  readonly to: string;
}

/** The files of src/ by their paths in it. */
export function readSource(): ReadonlyMap<string, string> {
  const files = readdirSync(SRC, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.ts'));
  return new Map(files.map((file) => [file, readFileSync(join(SRC, file), 'utf8')]));
}

/** Imports between files of src/, of types too, also those inside functions. */
export function toImports(source: ReadonlyMap<string, string>): Import[] {
  return [...source].flatMap(([from, text]) =>
    [...text.matchAll(/(?:from|import)\s*\(?\s*'(\.{1,2}\/[^']+)'/g)].map(([, path = '']) => ({
      from,
      to: relative(SRC, resolve(SRC, dirname(from), path)),
    })),
  );
}

/** The room in which a file is: the innermost that is declared; else its folder, for which there is no rule yet. */
export function roomOf(file: string): string {
  const parts = file.split('/');
  const paths = parts.map((_, at) => parts.slice(0, at + 1).join('/'));
  return paths.findLast((path) => path in ROOMS) ?? (parts[0] as string);
}

/** A sentence for each import that nobody has granted. */
export function findWrongs(imports: readonly Import[]): string[] {
  return imports.flatMap(({ from, to }) => {
    const [room, other] = [roomOf(from), roomOf(to)];
    if (room === other || isGranted(room, other)) return [];
    const { because = 'it has no rule in scripts/rooms.ts' } = ROOMS[room] ?? {};
    return [`${from} imports ${to}, but ${room} may not: ${because}`];
  });
}

/** Grants that no import uses: a door that nobody needs is a door too many. */
export function findUnused(imports: readonly Import[]): string[] {
  const used = new Set(imports.map(({ from, to }) => `${roomOf(from)} → ${roomOf(to)}`));
  const granted = Object.entries(ROOMS).flatMap(([room, { may }]) => may.map((other) => `${room} → ${other}`));
  return granted.filter((grant) => !used.has(grant));
}

function isGranted(room: string, other: string): boolean {
  const height = (OPEN as readonly string[]).indexOf(room);
  const open: readonly string[] = height < 0 ? OPEN : OPEN.slice(0, height);
  return open.includes(other) || ROOMS[room]?.may.includes(other) === true;
}

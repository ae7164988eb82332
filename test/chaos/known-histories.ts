import type { Cells, History, Setup, Step } from './history.ts';
import { PLAIN } from './shrink.ts';

/** A history that failed once, as short as it could be made, and what failed. */
export interface Known {
  readonly name: string;
  readonly history: History;
}

const CELLS: Cells = { facility: 'Alpha', name: 'a', beds: '1', note: 'x' };
const made: Step = { do: 'new', r: 0, cells: CELLS };
const night: Step = { do: 'night' };
const ALL = { questions: ['name', 'beds', 'note'], isLoud: false } as const;
const WITHOUT_NOTE = { questions: ['name', 'beds'], isLoud: false } as const;

function edit(cells: Partial<Cells>, hasNewUuid = false): Step {
  return { do: 'edit', r: 0, cells, hasNewUuid };
}

function known(name: string, steps: readonly Step[], setup: Partial<Setup> = {}): Known {
  return { name, history: { seed: 0, number: 0, setup: { ...PLAIN, ...setup }, steps } };
}

/** In this process. */
export const KNOWN: readonly Known[] = [
  known(
    'a server moves before a run has seen the id that it has since its restart',
    [made, night, { do: 'restart' }, { do: 'move' }],
    { hasSystemId: false },
  ),
  known('a person edits between plan and apply', [
    made,
    night,
    edit({ name: 'b' }),
    { do: 'plan' },
    { do: 'type', r: 0, question: 'name', value: 'typed' },
    { do: 'apply' },
  ]),
  known('an index is lost, and people have edited', [
    made,
    night,
    { do: 'type', r: 0, question: 'note', value: 'typed' },
    { do: 'loseIndex', withSidecar: true },
    night,
  ]),
  known(
    'an index is lost, and an event had been made anew',
    [
      made,
      night,
      { do: 'remove', r: 0, isNoted: true },
      night,
      edit({ name: 'b' }),
      night,
      { do: 'loseIndex', withSidecar: true },
      night,
    ],
    { policies: { ...PLAIN.policies, deletedInDhis2: 'recreate' } },
  ),
  known('a question leaves the mapping and comes back, answered anew', [
    made,
    night,
    { do: 'mapping', mapping: WITHOUT_NOTE },
    edit({ name: 'b', note: 'y' }),
    night,
    { do: 'mapping', mapping: ALL },
  ]),
  known('a question leaves the mapping and comes back blank', [
    made,
    night,
    { do: 'mapping', mapping: WITHOUT_NOTE },
    night,
    { do: 'mapping', mapping: ALL },
    edit({ note: '' }),
  ]),
  known('an entry is lost, and its event is removed', [
    made,
    { do: 'new', r: 1, cells: CELLS },
    night,
    { do: 'hand', r: 0, edit: 'entryGone' },
    { do: 'remove', r: 0, isNoted: false },
  ]),
  known('an index says removed of an event that lives', [made, night, { do: 'hand', r: 0, edit: 'removed' }], {
    policies: { ...PLAIN.policies, deletedInDhis2: 'recreate' },
  }),
  known('an index of yesterday is put back, and the source says again what it said then', [
    made,
    night,
    { do: 'copyIndex' },
    edit({ name: 'b' }),
    night,
    { do: 'putBack' },
    edit({ name: 'a' }),
  ]),
  known(
    'the same where nothing survives an edit',
    [made, night, { do: 'copyIndex' }, edit({ name: 'b' }, true), night, { do: 'putBack' }, edit({ name: 'a' }, true)],
    { key: 'uuid' },
  ),
  known(
    'an index is lost, an event is held, and then its record is called something else',
    [
      made,
      night,
      { do: 'loseIndex', withSidecar: true },
      { do: 'type', r: 0, question: 'note', value: 'typed' },
      night,
      edit({ note: 'y' }, true),
    ],
    { key: 'uuid' },
  ),
  known('an index of yesterday is put back while a question is not mapped, which then comes back', [
    made,
    night,
    { do: 'copyIndex' },
    edit({ beds: '2' }),
    night,
    { do: 'putBack' },
    edit({ beds: '1' }),
    { do: 'mapping', mapping: { questions: ['name', 'note'], isLoud: false } },
    night,
    { do: 'mapping', mapping: ALL },
  ]),
  known('DHIS2 is restarted for the first time', [made, night, { do: 'restart' }, night], { hasSystemId: false }),
  known('midnight does not exist', [made, night, edit({ name: 'b' }), night], { zone: 'Asia/Beirut' }),
  known('the answer to a change is lost', [
    made,
    night,
    edit({ name: 'b' }),
    { do: 'lose', n: 1 },
    edit({ name: 'c' }),
  ]),
  known(
    'a person says that an event was removed, which lives; the old script marks its record as gone, which has a new id',
    [made, night, { do: 'hand', r: 0, edit: 'removed' }, edit({ name: 'b' }, true), { do: 'oldScript' }, night],
    { key: 'uuid' },
  ),
  known(
    'DHIS2 is moved after a person has edited an event: the index is not believed, so it is not known for an edit of ours',
    [made, night, { do: 'type', r: 0, question: 'name', value: 'typed' }, { do: 'move' }],
    { policies: { ...PLAIN.policies, editedInDhis2: 'overwrite' } },
  ),
];

/** With a kill. */
export const KNOWN_KILLS: readonly Known[] = [
  known('a change was stored, and a person edits it before the next night', [
    made,
    night,
    edit({ name: 'b' }),
    { do: 'kill', point: { at: 'stored', n: 1 } },
    { do: 'type', r: 0, question: 'note', value: 'typed' },
  ]),
  known('the very first send was stored, and the record changes before the next night', [
    made,
    { do: 'kill', point: { at: 'stored', n: 1 } },
    edit({ name: 'b' }),
  ]),
  known('a change was stored without a verdict, and a question is not mapped on the night that settles it', [
    made,
    night,
    edit({ name: 'b', beds: '2' }),
    { do: 'kill', point: { at: 'stored', n: 1 } },
    edit({ name: 'c', beds: '3' }),
    { do: 'mapping', mapping: { questions: ['name', 'note'], isLoud: false } },
    night,
    { do: 'mapping', mapping: ALL },
  ]),
  known('a request arrives when a later one is done', [
    made,
    night,
    edit({ name: 'b' }),
    { do: 'kill', point: { at: 'late', n: 1 } },
    edit({ name: 'c' }),
    night,
    { do: 'deliver' },
  ]),
];

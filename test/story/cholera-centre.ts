/**
 * A small integration as a hospital network might have it, and the people who change it: the form in Kobo, the program in
 * DHIS2, and the files that an analyst edits. What DHIS2 holds survives a change of its metadata, as it does there.
 */
import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { assert } from 'vitest';
import { startSandbox, type Sandbox } from '../../src/sandbox/sandbox.ts';
import { ADMIN } from '../cli/events.ts';
import { etl } from '../cli/in-process.ts';

const FILES = join(import.meta.dirname, 'files');

/** What an administrator of DHIS2 can change. */
export interface Administered {
  /** Code → name of the options of "Water source". */
  readonly water: Readonly<Record<string, string>>;
  readonly compulsory: readonly string[];
  /** UID → name. */
  readonly units: Readonly<Record<string, string>>;
}

export const AT_FIRST: Administered = {
  water: { PUMP: 'Hand pump', TAP: 'Piped water' },
  compulsory: ['DeBeds00001'],
  units: { OuNorthHosp: 'North Hospital', OuSouthClin: 'South Clinic', OuEastClini: 'East Clinic' },
};

const ELEMENTS = [
  { id: 'DeBeds00001', name: 'CTC beds', valueType: 'INTEGER_ZERO_OR_POSITIVE' },
  { id: 'DeWater0001', name: 'Water source', valueType: 'TEXT', optionSet: { id: 'OsWater0001' } },
  { id: 'DeStaff0001', name: 'Staff', valueType: 'INTEGER_ZERO_OR_POSITIVE' },
  { id: 'DeRatio0001', name: 'Staff per bed', valueType: 'NUMBER' },
];

function toMetadata({ water, compulsory, units }: Administered): object {
  const options = Object.entries(water).map(([code, name]) => ({
    id: `Op${code.padEnd(9, '0').slice(0, 9)}`,
    code,
    name,
  }));
  const organisationUnits = Object.entries(units).map(([id, name]) => ({ id, name, openingDate: '2020-01-01' }));
  return {
    organisationUnits,
    options,
    optionSets: [{ id: 'OsWater0001', name: 'Water source', options: options.map(({ id }) => ({ id })) }],
    dataElements: ELEMENTS,
    programs: [
      {
        id: 'PrCtc000001',
        name: 'Cholera treatment centres',
        organisationUnits: organisationUnits.map(({ id }) => ({ id })),
        programStages: [{ id: 'StCtc000001' }],
      },
    ],
    programStages: [
      {
        id: 'StCtc000001',
        name: 'Weekly visit',
        program: { id: 'PrCtc000001' },
        programStageDataElements: ELEMENTS.map(({ id }) => ({
          dataElement: { id },
          compulsory: compulsory.includes(id),
        })),
      },
    ],
  };
}

/** The folder of the integration, and its DHIS2. */
export class CholeraCentre {
  readonly folder: string;
  #sandbox: Sandbox;
  #administered = AT_FIRST;
  readonly #root: string;

  private constructor(root: string, sandbox: Sandbox) {
    this.#root = root;
    this.folder = join(root, 'ctc');
    this.#sandbox = sandbox;
  }

  static async open(): Promise<CholeraCentre> {
    const root = await mkdtemp(join(tmpdir(), 'etl-story-'));
    await mkdir(join(root, 'ctc'));
    await cp(FILES, join(root, 'ctc'), { recursive: true });
    const sandbox = await startSandbox({ metadata: toMetadata(AT_FIRST), stateFile: join(root, 'dhis2.json') });
    return new CholeraCentre(root, sandbox);
  }

  get url(): string {
    return this.#sandbox.url;
  }

  /** An administrator changes the program; the data stays. */
  async administer(change: Partial<Administered>): Promise<void> {
    this.#administered = { ...this.#administered, ...change };
    const { port } = this.#sandbox;
    await this.#sandbox.close();
    const stateFile = join(this.#root, 'dhis2.json');
    this.#sandbox = await startSandbox({ metadata: toMetadata(this.#administered), stateFile, port });
  }

  /** What `etl <command>`, its words parted by blanks, says on both streams. It must end with this code, and in order. */
  async ends(command: string, exitCode: number): Promise<string> {
    const env = { DHIS2_URL: this.url, DHIS2_PASSWORD: ADMIN.password };
    const ended = await etl(command.split(' '), { cwd: this.folder, env });
    const said = `${ended.stdout}\n${ended.stderr}`;
    assert.equal(ended.exitCode, exitCode, `etl ${command}\n${said}`);
    assert.notMatch(said, /\n\s+at .*:\d+:\d+/);
    return said;
  }

  read(name: string): Promise<string> {
    return readFile(join(this.folder, name), 'utf8');
  }

  async write(name: string, text: string): Promise<void> {
    await writeFile(join(this.folder, name), text);
  }

  /** Somebody edits a file: a text in it becomes another. Throws where it is not there. */
  async edit(name: string, from: string, to: string): Promise<void> {
    const text = await this.read(name);
    if (!text.includes(from)) throw new Error(`${name} does not have ${from}`);
    await this.write(name, text.replaceAll(from, to));
  }

  /** Somebody adds lines to a file. */
  async append(name: string, lines: string): Promise<void> {
    await this.write(name, `${await this.read(name)}${lines}`);
  }

  async close(): Promise<void> {
    await this.#sandbox.close();
    await rm(this.#root, { recursive: true, force: true });
  }
}

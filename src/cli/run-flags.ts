import { Args, Flags } from '@oclif/core';

/** The argument of every command about a pipeline. */
export const SPEC = {
  spec: Args.string({ required: true, description: 'The pipeline spec, a YAML file.' }),
};

export const ACCEPT = {
  accept: Flags.string({
    multiple: true,
    multipleNonGreedy: true,
    description:
      'Let a guard pass: new-index, empty-source, header, server, lost, drift, created=N, changed=N, missing=N, ids=N.',
    helpValue: 'WHAT',
  }),
};

export const FROZEN = {
  frozen: Flags.boolean({
    description:
      'Stop (exit code 2) where the generated mapping is older than what it is made from, in place of making it anew.',
  }),
};

export const SHORTCUT = {
  shortcut: Flags.boolean({
    default: true,
    allowNo: true,
    description:
      'Leave records alone, without mapping them, of which neither the cells nor anything that maps them has changed. The outcome is the same without it, and takes longer: --no-shortcut is there to make sure of that.',
  }),
};

export const AGAINST = {
  against: Flags.string({
    description:
      'Make no plan: show how the objects change from this older mapping (generated, or its columns or options alone; another spec; or a revision of git) to the spec as it is now. Neither index nor DHIS2 is asked, and the exit code is 0.',
    helpValue: 'MAPPING|SPEC|REVISION',
    exclusive: ['out', 'accept', 'key', 'action', 'format'],
  }),
};

/** A row of a pipeline. */
export const ROW = {
  spec: Flags.string({ description: 'Take the row from the source of this pipeline.', helpValue: 'SPEC' }),
  row: Flags.integer({
    min: 1,
    description: 'Its row, 1 for the first after the header.',
    helpValue: 'N',
    dependsOn: ['spec'],
    exclusive: ['key'],
  }),
  key: Flags.string({ description: 'Any id of the record.', helpValue: 'ID', dependsOn: ['spec'] }),
};

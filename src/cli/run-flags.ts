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

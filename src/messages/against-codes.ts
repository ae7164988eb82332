/** What `etl plan --against` is given. */
import { failure } from './code-row.ts';

const WHAT =
  'Name a mapping (JSON: generated, or its columns or options), another spec (YAML), or a revision of git: HEAD, a branch, a commit.';

export const AGAINST_CODES = {
  'against/not-found': failure<{ against: string }>({
    exitCode: 2,
    message: ({ against }) => `${against} is neither a file nor a revision of the repository that the spec is in.`,
    hint: () => WHAT,
  }),
  'against/no-repository': failure<{ against: string; folder: string }>({
    exitCode: 2,
    message: ({ against, folder }) =>
      `${against} is no file, and no revision either: ${folder} is in no git repository.`,
    hint: () => WHAT,
  }),
  'against/no-git': failure({
    exitCode: 3,
    message: () => 'A revision is read with git, and there is no git on this machine.',
    hint: () => 'Install it, or name a file: a generated mapping or a spec that you have kept.',
  }),
  'against/not-in-revision': failure<{ against: string }>({
    exitCode: 2,
    message: ({ against }) => `The spec is not in ${against}.`,
    hint: () => 'Was it called otherwise then? Name a later revision.',
  }),
  'against/not-generated': failure<{ file: string }>({
    exitCode: 2,
    message: ({ file }) =>
      `${file} is neither a generated mapping (it has no \`programStages\` or \`cells\`) nor the columns or options of one.`,
    hint: () =>
      'Name a file like mapping_de.json (column: data element), mapping_optionSet.json (option set: answers and options), or a generated one.',
  }),
  'against/other-sink': failure<{ against: string; kind: string; wanted: string }>({
    exitCode: 2,
    message: ({ against, kind, wanted }) =>
      `${against} has a sink of the kind ${kind}, and the spec one of the kind ${wanted}: their objects cannot be compared.`,
    hint: () => WHAT,
  }),
};

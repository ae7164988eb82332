/** What YAML cannot read, and what it would read otherwise than it is meant. */
import { row } from './code-row.ts';

/** Blanks, counted. */
function blanks(count: string): string {
  return count === '1' ? '1 blank' : `${count} blanks`;
}

export const YAML_CODES = {
  'yaml/syntax': row<{ reason: string }>({
    message: ({ reason }) => `This is not valid YAML: ${reason}.`,
  }),
  'yaml/empty': row({
    message: () => 'There is nothing in this file.',
  }),
  'yaml/documents': row({
    message: () => 'A second document starts here; a file holds one.',
    hint: () => 'Make a file of its own of it, or leave the --- out.',
  }),
  'yaml/duplicate-key': row<{ key: string; line: number }>({
    message: ({ key, line }) => `The key "${key}" is already there, on line ${line}.`,
    hint: () => 'Keep one of the two.',
  }),
  'yaml/key': row({
    message: () => 'A key must be a word or a text.',
    hint: () => 'Write the key before the colon, on one line.',
  }),
  'yaml/merge-key': row({
    message: () => 'Merge keys (<<) are not taken.',
    hint: () => 'Write the keys out; an alias (*) may stand for a whole value.',
  }),
  'yaml/alias': row<{ name: string }>({
    message: ({ name }) => `The alias *${name} stands inside its own value, or its value is too large.`,
    hint: () => 'Write the value out.',
  }),
  'yaml/unknown-alias': row<{ name: string }>({
    message: ({ name }) => `The alias *${name} names no anchor &${name} before it.`,
    hint: () => 'Write the value out, or put the * in quotes if it is meant as text.',
  }),
  'yaml/tag': row({
    message: () => 'Tags (!) are not taken here.',
    hint: () => 'Write the value without it; quotes make a text of it.',
  }),
  'yaml/tab': row({
    message: () => 'There is a tab in the indentation.',
    hint: () => 'Indent with blanks.',
  }),
  'yaml/indentation': row<{ indent: number; beside: number; besideIndent: number }>({
    message: ({ indent, beside, besideIndent }) =>
      `This line begins after ${blanks(indent)}, and line ${beside} beside it after ${blanks(besideIndent)}.`,
    hint: () => 'Lines of one block begin in the same column; what belongs to a key begins further right than the key.',
  }),
  'yaml/strange-blank': row<{ sign: string }>({
    message: ({ sign }) => `Here is a blank that is none to YAML (${sign}, as web pages and Word have them).`,
    hint: () => 'Delete it, and type a blank in its place.',
  }),
  'yaml/double-quotes': row<{ rewrite: string }>({
    message: () => 'The double quotes around this end at the first double quote inside.',
    hint: ({ rewrite }) => `Put single quotes around it: ${rewrite}`,
  }),
  'yaml/quotes': row<{ why: string; rewrite: string }>({
    message: ({ why }) => `YAML cannot read this value, as ${why}.`,
    hint: ({ rewrite }) => `Put it in quotes: ${rewrite}`,
  }),
  'yaml/reference-quotes': row<{ rewrite: string }>({
    message: () => 'Inside { } and [ ] YAML takes the braces of ${…} for its own.',
    hint: ({ rewrite }) => `Put it in quotes: ${rewrite}`,
  }),
  'yaml/expression-quotes': row<{ rewrite: string }>({
    message: () => 'YAML cannot read this expression: a colon and a blank, or "? … :", make a key of it.',
    hint: ({ rewrite }) => `Put it in quotes: ${rewrite}`,
    explain: {
      meaning: 'YAML takes a colon and a blank for the end of a key. In quotes they are part of the value.',
      wrong: 'Consent: =consent = "1" ? "YES" : "NO"',
      right: 'Consent: \'=consent = "1" ? "YES" : "NO"\'',
    },
  }),
  'yaml/expression-in-flow': row<{ rewrite: string }>({
    message: () => 'Inside { } and [ ] an expression needs quotes: YAML would cut it at a comma, a colon or a bracket.',
    hint: ({ rewrite }) => `Write ${rewrite}`,
    explain: {
      meaning:
        'Inside braces and brackets YAML ends a value at the first comma, whether or not the expression goes on.',
      wrong: 'Name: { from: =$substring(name, 0, 3) }',
      right: "Name: { from: '=$substring(name, 0, 3)' }",
    },
  }),
  'yaml/expression-folded': row<{ rewrite: string }>({
    message: () => 'An expression cannot stand in a folded block (>): its errors could not be shown where they are.',
    hint: ({ rewrite }) => `Write it with a bar:\n${rewrite}`,
    explain: {
      meaning: 'A folded block (>) joins its lines before anybody can tell where each of them stood. A bar keeps them.',
      wrong: 'Name: >\n  =first &\n  name',
      right: 'Name: |\n  =first &\n  name',
    },
  }),
  'yaml/expression-lines': row<{ rewrite: string }>({
    message: () => 'An expression over several lines needs a block: its errors could not be shown where they are.',
    hint: ({ rewrite }) => `Write it with a bar:\n${rewrite}`,
    explain: {
      meaning: 'Without a bar YAML joins the lines before anybody can tell where each of them stood.',
      wrong: 'Name: =first &\n  name',
      right: 'Name: |\n  =first &\n  name',
    },
  }),
  'yaml/expression-comment': row<{ rewrite: string }>({
    message: () => 'YAML takes what stands after the # for a comment, and with it this would be an expression too.',
    hint: ({ rewrite }) =>
      `If it belongs to the expression, write ${rewrite}; if not, put the comment on a line of its own.`,
    explain: {
      meaning: 'After a blank a # starts a comment of YAML. JSONata has a # of its own, which counts.',
      wrong: 'Name: =$join($split(name, " ") #$i.($i & $))',
      right: 'Name: \'=$join($split(name, " ") #$i.($i & $))\'',
    },
  }),
};

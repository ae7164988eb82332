import { FAULT_EXAMPLE } from '../../src/sandbox/faults/fault-example.ts';
import { declaredAs, FAULT_KINDS, type FaultKind } from '../../src/sandbox/faults/fault-kinds.ts';
import { CARRIED_OUT, HIT_KEYS, PLAN_SCHEMA } from '../../src/sandbox/faults/fault-plan.ts';
import { keyRows, keyTable } from './keys.ts';
import { toCode, toFence, toTable } from './markdown.ts';

/** The section about what can go wrong in the sandbox, from the table of faults. */
export function faultsSection(): string {
  const kinds = Object.keys(FAULT_KINDS) as FaultKind[];
  const own = kinds.flatMap((kind) =>
    keyRows({ properties: declaredAs(kind).keys }, '').map(([key = '', ...cells]) => [
      `${key} of ${toCode(kind)}`,
      ...cells,
    ]),
  );
  const hits = keyRows({ properties: { ...HIT_KEYS, carriedOut: CARRIED_OUT } }, 'faults[]');
  return [
    '### Faults of the sandbox',
    'What a night does when the network or the server fails can be tried: `etl sandbox --faults faults.yaml` has requests go wrong as a file says. Each fault names its kind, and which requests it hits.',
    toFence('yaml', FAULT_EXAMPLE.trimEnd()),
    toTable(
      ['kind', 'what happens', 'the request is carried out'],
      kinds.map((kind) => {
        const { summary, carriedOut } = declaredAs(kind);
        return [toCode(kind), summary, carriedOut === 'choice' ? 'with `carriedOut: true`' : carriedOut];
      }),
    ),
    keyTable([...keyRows(PLAN_SCHEMA, '').filter(([key]) => key !== '`faults[].kind`'), ...hits, ...own]),
  ].join('\n\n');
}

import type { Args } from '../../messages/args.ts';

/** One thing for which DHIS2 would refuse an event, under its own code. */
export interface Finding {
  readonly code: VerdictCode;
  /** The property, or the UID of the data element, that is at fault. */
  readonly target: string;
  /** A sentence about it, without the value. */
  readonly message: string;
  /** What is there. */
  readonly value?: string;
  /** What would be right, and what else helps to explain it. */
  readonly about?: Args;
}

/**
 * DHIS2 checks in layers, and looks no further in an event at the first one that finds anything: an unknown unit hides a
 * bad value. People are told all at once; `asShown` is what DHIS2 would say first. The codes in the order of its layers.
 */
const LAYERS = [
  ['E1048'],
  ['E1123'],
  ['E1011'],
  ['E1029', 'E1054', 'E1055', 'E1115'],
  ['E1000', 'E1083', 'E1099'],
  // oxfmt-ignore
  [
    'E1012', 'E1031', 'E1042', 'E1043', 'E1047', 'E1051', 'E1056', 'E1057', 'E1074', 'E1315', 'E1318',
    'E1007', 'E1009', 'E1076', 'E1084', 'E1125', 'E1302', 'E1303', 'E1304', 'E1305',
  ],
] as const;

/** The codes that are told before an event is sent. */
export type VerdictCode = (typeof LAYERS)[number][number];

export const VERDICT_CODES: ReadonlySet<string> = new Set(LAYERS.flat());

const LAYER_OF: ReadonlyMap<string, number> = new Map(
  LAYERS.flatMap((codes, layer) => codes.map((code) => [code, layer] as const)),
);

/** Those of an event's findings that DHIS2 itself would tell: of the first layer alone that has any. */
export function asShown<F extends { readonly code: string }>(findings: readonly F[]): F[] {
  const layers = findings.map(({ code }) => LAYER_OF.get(code) ?? LAYERS.length);
  const first = Math.min(...layers);
  return findings.filter((_, at) => layers[at] === first);
}

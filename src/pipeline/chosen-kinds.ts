import type { ComponentKind } from '../contracts/component.ts';

/** The kinds that a spec has chosen, by the part that chose them; absent where the choice is no kind. */
export interface ChosenKinds {
  readonly connections: ReadonlyMap<string, ComponentKind>;
  readonly source: ComponentKind | undefined;
  readonly sink: ComponentKind | undefined;
  readonly index: ComponentKind | undefined;
}

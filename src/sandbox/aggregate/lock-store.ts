/** That what was entered for a workflow is approved, at an org unit and so for all below it. */
export interface Approval {
  readonly workflow: string;
  readonly period: string;
  readonly orgUnit: string;
  readonly attributeOptionCombo: string;
}

/** That a form may be filled in although its days are over. */
export interface LockException {
  readonly dataSet: string;
  readonly period: string;
  readonly orgUnit: string;
}

/** What closes forms, and what opens them nevertheless. */
export class LockStore {
  readonly #approvals = new Map<string, Approval>();
  readonly #exceptions = new Map<string, LockException>();
  readonly #onChange: () => void;

  constructor(onChange: () => void) {
    this.#onChange = onChange;
  }

  approve(approval: Approval): void {
    this.restore({ approvals: [approval], exceptions: [] });
    this.#onChange();
  }

  withdraw(approval: Approval): void {
    if (this.#approvals.delete(keyOf(approval))) this.#onChange();
  }

  /** Where a form is approved, from its own org unit upwards; null: nowhere. `path` is that of its org unit. */
  approvedAt(form: Omit<Approval, 'orgUnit'>, path: string): string | null {
    const units = path.split('/').reverse();
    return units.find((orgUnit) => this.#approvals.has(keyOf({ ...form, orgUnit }))) ?? null;
  }

  except(exception: LockException): void {
    this.restore({ approvals: [], exceptions: [exception] });
    this.#onChange();
  }

  forget(exception: LockException): void {
    if (this.#exceptions.delete(nameOf(exception))) this.#onChange();
  }

  isExcepted(form: LockException): boolean {
    return this.#exceptions.has(nameOf(form));
  }

  exceptions(): readonly LockException[] {
    return [...this.#exceptions.values()];
  }

  /** All of it, to be saved. */
  all(): { readonly approvals: readonly Approval[]; readonly exceptions: readonly LockException[] } {
    return { approvals: [...this.#approvals.values()], exceptions: this.exceptions() };
  }

  /** Puts back what was saved. */
  restore({ approvals, exceptions }: ReturnType<LockStore['all']>): void {
    for (const approval of approvals) this.#approvals.set(keyOf(approval), approval);
    for (const exception of exceptions) this.#exceptions.set(nameOf(exception), exception);
  }
}

function keyOf({ workflow, period, orgUnit, attributeOptionCombo }: Approval): string {
  return `${workflow} ${period} ${orgUnit} ${attributeOptionCombo}`;
}

function nameOf({ dataSet, period, orgUnit }: LockException): string {
  return `${dataSet} ${period} ${orgUnit}`;
}

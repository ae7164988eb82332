/** Which form a completion is about: metadata by uid, the period as DHIS2 writes it. */
export interface FormKey {
  readonly dataSet: string;
  readonly period: string;
  readonly orgUnit: string;
  readonly attributeOptionCombo: string;
}

/** That a form is complete, or said not to be. Instants in milliseconds of the server's clock. */
export interface Completion extends FormKey {
  readonly completed: boolean;
  /** The day that was named, or the moment at which it came. */
  readonly date: number;
  readonly storedBy: string | null;
  readonly created: number;
  readonly updated: number;
}

/** Which forms are complete. */
export class CompletionStore {
  readonly #completions = new Map<string, Completion>();
  readonly #onChange: () => void;

  constructor(onChange: () => void) {
    this.#onChange = onChange;
  }

  get(key: FormKey): Completion | undefined {
    return this.#completions.get(keyOf(key));
  }

  /** In the order in which they first came. */
  all(): readonly Completion[] {
    return [...this.#completions.values()];
  }

  /** Registers a completion in the place of an earlier one of the same form. */
  put(completion: Completion): void {
    this.restore(completion);
    this.#onChange();
  }

  /** Takes a registration away, as if it had never been. */
  remove(key: FormKey): void {
    if (this.#completions.delete(keyOf(key))) this.#onChange();
  }

  /** Puts a registration back as it was saved. */
  restore(completion: Completion): void {
    this.#completions.set(keyOf(completion), completion);
  }
}

function keyOf({ dataSet, period, orgUnit, attributeOptionCombo }: FormKey): string {
  return `${dataSet} ${period} ${orgUnit} ${attributeOptionCombo}`;
}

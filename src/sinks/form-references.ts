/** Values of forms that name an organisation unit: whether there is such a one only the server knows. */
import type { Refusal } from '../contracts/sink.ts';
import type { Dhis2Client } from '../dhis2/client.ts';
import type { DataSetView } from '../dhis2/data-set-view.ts';
import type { FormObject, FormValue } from '../dhis2/form-object.ts';
import { fetchUnits } from '../dhis2/verdict/ask-server.ts';
import { reason } from '../messages/reason.ts';

export class FormReferences {
  readonly #client: Dhis2Client;
  readonly #view: DataSetView;
  /** Units that have been asked about, each once in a run; those of which the server did not say are in neither. */
  readonly #isThere = new Map<string, boolean>();

  constructor(client: Dhis2Client, view: DataSetView) {
    this.#client = client;
    this.#view = view;
  }

  /** Refusals of values that name a unit which the server does not have, form by form; the units are asked in bulk. */
  async refusals(forms: readonly FormObject[]): Promise<readonly (readonly Refusal[])[]> {
    const names = forms.flatMap((form) => this.#unitsIn(form).map(({ value }) => value));
    const unknown = [...new Set(names)].filter((unit) => !this.#isThere.has(unit));
    for (const [unit, answer] of await fetchUnits(this.#client, unknown)) this.#isThere.set(unit, answer !== 'none');
    return forms.map((form) =>
      this.#unitsIn(form)
        .filter(({ value }) => this.#isThere.get(value) === false)
        .map(({ cell, value }) => ({
          ...reason('dhis2/no-such-unit', { element: this.#view.nameOf(cell) }),
          field: this.#view.nameOf(cell),
          target: cell,
          value,
        })),
    );
  }

  #unitsIn({ dataValues }: FormObject): (FormValue & { readonly value: string })[] {
    return dataValues.flatMap(({ cell, value }) =>
      value !== null && this.#view.cellOf(cell).of?.element.valueType === 'ORGANISATION_UNIT' ? [{ cell, value }] : [],
    );
  }
}

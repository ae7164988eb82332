/** Whether units were open in the periods of forms: what the releases that look at it are asked for, in bulk. */
import type { Refusal } from '../contracts/sink.ts';
import type { Dhis2Client } from '../dhis2/client.ts';
import type { FormObject } from '../dhis2/form-object.ts';
import type { FormRecipient } from '../dhis2/form-refusals.ts';
import { isUid } from '../dhis2/uid.ts';
import { fetchUnitDays, type UnitDays } from '../dhis2/verdict/ask-server.ts';
import { reason, withArgs } from '../messages/reason.ts';

export class FormUnits {
  readonly #client: Dhis2Client;
  /** Each unit is asked about once in a run; `none`, or nothing: the server does not say. */
  readonly #days = new Map<string, UnitDays | 'none' | undefined>();

  constructor(client: Dhis2Client) {
    this.#client = client;
  }

  /** Why the server will refuse the period of a form, form by form. */
  async refusals(
    forms: readonly FormObject[],
    { view, rules }: FormRecipient,
  ): Promise<readonly (readonly Refusal[])[]> {
    if (!rules.checksUnitDays) return forms.map(() => []);
    await this.#ask(forms.map(({ orgUnit }) => orgUnit).filter(isUid));
    return forms.map(({ orgUnit: unit, period }): Refusal[] => {
      const days = this.#days.get(String(unit));
      const start = view.periodOf(String(period))?.start;
      if (days === undefined || days === 'none' || start === undefined) return [];
      const isOpen =
        !(days.opens !== undefined && start < days.opens) && !(days.closes !== undefined && start > days.closes);
      return isOpen ? [] : [refusalOf(String(unit), String(period), days)];
    });
  }

  async #ask(units: readonly string[]): Promise<void> {
    const unknown = [...new Set(units)].filter((unit) => !this.#days.has(unit));
    const answers = await fetchUnitDays(this.#client, unknown);
    for (const unit of unknown) this.#days.set(unit, answers.get(unit));
  }
}

function refusalOf(orgUnit: string, period: string, { opens, closes }: UnitDays): Refusal {
  const open = [opens !== undefined && `from ${opens}`, closes !== undefined && `to ${closes}`]
    .filter(Boolean)
    .join(' ');
  const why = reason('dhis2/E8031', { message: `It is open ${open}.` });
  return { ...withArgs(why, { orgUnit, period, foreseen: true }), target: 'period', field: 'period', value: period };
}

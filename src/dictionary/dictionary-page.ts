/** The dictionary as one page, which asks nobody for anything and can be printed. */
import { html, type Html, type Shown } from '../pages/html.ts';
import { fold, table, toPage } from '../pages/page.ts';
import {
  questionsOf,
  type Dictionary,
  type DictionaryColumn,
  type DictionaryField,
  type Filling,
} from './dictionary.ts';
import { sayIn, type Say } from './words.ts';
import type { Language } from '../messages/language.ts';

/** Shows what has all the words that were typed; without it there is no search, and everything is there. */
const SCRIPT = `
const box = document.querySelector('#find');
const items = [...document.querySelectorAll('[data-find]')];
const told = document.querySelector('#found');
const show = () => {
  const words = box.value.toLowerCase().split(/\\s+/).filter(Boolean);
  let count = 0;
  for (const item of items) {
    const text = item.textContent.toLowerCase();
    item.hidden = !words.every((word) => text.includes(word));
    if (!item.hidden) count += 1;
  }
  told.textContent = words.length > 0 ? told.dataset.found.replace('#', count) : '';
};
box.closest('form').hidden = false;
box.addEventListener('input', show);
box.closest('form').addEventListener('submit', (event) => event.preventDefault());
`;

const STYLE = `
#search { position: sticky; top: 0; background: var(--paper); padding: .5rem 0; }
#find { font: inherit; width: min(100%, 30rem); padding: .4rem .6rem; border: 1px solid var(--soft); border-radius: .4rem; background: var(--card); color: var(--ink); }
[hidden] { display: none; }
.card h3 { margin-top: 0; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: .1rem 1rem; margin: .35rem 0; }
dt { color: var(--soft); } dd { margin: 0; }
@media print { #search { display: none; } }
`;

export function toDictionaryPage(dictionary: Dictionary, language: Language = 'en'): string {
  const say = sayIn(language);
  const { pipeline, description, spec, place, fields, columns, lookups } = dictionary;
  const filled = fields.filter(({ fillings }) => fillings.length > 0);
  const others = fields.filter(({ fillings }) => fillings.length === 0);
  return toPage({
    language,
    title: say('Data dictionary of {}', pipeline),
    above: say(
      place.of === 'program' ? 'From a form to the program {}' : 'From a form to the data set {}',
      place.name === null ? place.id : `${place.name} (${place.id})`,
    ),
    body: html`
      ${description !== null && html`<p>${description}</p>`}
      <form id="search" role="search" hidden>
        <label for="find">${say('Search')}</label>
        <input id="find" type="search" autocomplete="off" />
        <span id="found" role="status" data-found="${say('{} found', '#')}"></span>
      </form>
      <nav aria-label="${say('On this page')}">
        <ul>
          <li><a href="#fields">${say('What DHIS2 gets')}</a></li>
          <li><a href="#columns">${say('What becomes of each column')}</a></li>
          <li><a href="#not-filled">${say('What nothing fills')}</a></li>
          <li><a href="#lookups">${say('Look-ups')}</a></li>
        </ul>
      </nav>
      <h2 id="fields">${say('What DHIS2 gets')}</h2>
      ${filled.map((field) => drawField(field, columns, say))}
      <h2 id="columns">${say('What becomes of each column')}</h2>
      ${columns.map((one) => drawColumn(one, fields, say))}
      <h2 id="not-filled">${say('What nothing fills')}</h2>
      ${others.length === 0 ? html`<p>${say('Everything is filled.')}</p>` : others.map((field) => drawOther(field, say))}
      <h2 id="lookups">${say('Look-ups')}</h2>
      ${lookups.map(({ name, file, entries }) =>
        fold(
          html`${name} <span class="soft">${say('{} entries, {}', entries.length, file)}</span>`,
          table(
            say('Entries of {}', name),
            [{ title: say('Key') }, { title: say('Value') }],
            entries.map(([key, value]) => [key, code(value)]),
          ),
        ),
      )}
    `,
    footer: html`${say('Made from {} by {}: make it anew after a change, and never edit it.', spec, 'etl docs')}`,
    style: STYLE,
    script: SCRIPT,
  });
}

function drawField(
  { is, target, name, label, type, required, fillings, tests }: DictionaryField,
  all: readonly DictionaryColumn[],
  say: Say,
): Html {
  const facts: [string, Shown][] = [
    ...(is === 'element' ? ([[say('UID'), code(target)]] as [string, Shown][]) : []),
    ...(label === null ? [] : ([[say('Label'), label]] as [string, Shown][])),
    [say('Type'), type],
    ...(required === null
      ? []
      : ([[say('Required'), say(required === 'always' ? 'always' : 'of completed events')]] as [string, Shown][])),
  ];
  return html`<section class="card" data-find id="field-${target}">
    <h3>${name}</h3>
    <dl>
      ${facts.map(
        ([term, value]) =>
          html`<dt>${term}</dt>
            <dd>${value}</dd>`,
      )}
    </dl>
    ${fillings.map((filling) => drawFilling(filling, name, questionsOf(filling, all), say))}
    ${
      tests.length === 0
        ? html`<p class="soft">${say('No case says what it is to be.')}</p>`
        : fold(
            tests.length === 1 ? say('Tested by one case') : say('Tested by {} cases', tests.length),
            html`<ul>
              ${tests.map((test) => html`<li>${test}</li>`)}
            </ul>`,
          )
    }
  </section>`;
}

function drawFilling(
  { versions, from, text, when, columns, written, choices }: Filling,
  name: string,
  questions: readonly string[],
  say: Say,
): Html {
  const facts: [string, Shown][] = [
    ...(versions.length === 0 ? [] : ([[say('Form versions'), versions.join(', ')]] as [string, Shown][])),
    [say(from === 'column' ? 'Column' : from === 'expression' ? 'Expression' : 'Always'), code(text)],
    ...(questions.length === 0 ? [] : ([[say('Question'), questions.join('; ')]] as [string, Shown][])),
    ...(when === null ? [] : ([[say('Only when'), code(when)]] as [string, Shown][])),
    ...(from === 'column' || columns.length === 0
      ? []
      : ([[say('Reads'), columns.map((one, at) => html`${at > 0 && ', '}${code(one)}`)]] as [string, Shown][])),
    [say('Written in'), code(written)],
  ];
  return html`<dl>
      ${facts.map(
        ([term, value]) =>
          html`<dt>${term}</dt>
            <dd>${value}</dd>`,
      )}
    </dl>
    ${
      choices.length > 0 &&
      table(
        versions.length > 0 ? say('Answers of {} in {}', name, versions.join(', ')) : say('Answers of {}', name),
        [{ title: say('Answer') }, { title: say('Option code') }, { title: say('Option') }],
        choices.map(({ answer, code: option, option: called }) => [answer, code(option), called]),
      )
    }`;
}

function drawColumn(
  { column, question, versions, fills, uses, reason }: DictionaryColumn,
  fields: readonly DictionaryField[],
  say: Say,
): Html {
  const names = fills.map((target) => fields.find((field) => field.target === target)?.name ?? target);
  return html`<p data-find>
    ${code(column)}
    ${question !== null && html`${question} `}${versions.length > 0 && html`<span class="soft">(${versions.join(', ')})</span>`}
    ${fills.length > 0 && html`${say('fills {}')}${fills.map((target, at) => html`${at > 0 && ', '}<a href="#field-${target}">${names[at]}</a>`)}`}
    ${uses.length > 0 && html`<span class="soft">${say('read by {}', uses.join(', '))}</span>`}
    ${reason !== null && html`<span class="soft">${say('left out: {}', reason)}</span>`}
  </p>`;
}

function drawOther({ target, name, type, required, reason }: DictionaryField, say: Say): Html {
  return html`<p data-find>
    ${name} ${code(target)} <span class="soft">${type}${required !== null && `, ${say('required')}`}</span>
    ${reason !== null && html`<br />${reason}`}
  </p>`;
}

function code(text: string): Html {
  return html`<code>${text}</code>`;
}

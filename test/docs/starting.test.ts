import { expect, it } from 'vitest';
import { examplesOf } from './examples.ts';
import { Tour } from './tour.ts';

it('the page about starting goes as it says', async () => {
  const examples = examplesOf('docs/starting.md');
  const metadata = examples.find((one) => one.words.get('file') === 'metadata.json');
  const tour = await Tour.start(metadata?.text ?? '');
  try {
    expect(await tour.play(examples)).toBe(4);
  } finally {
    await tour.close();
  }
}, 120_000);

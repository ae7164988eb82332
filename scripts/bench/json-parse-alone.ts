/** The floor: the same pages, asked for one after the other and parsed, and nothing is done with them. */
let count = 0;
for (let after = 0; ;) {
  const query = encodeURIComponent(`{"_id":{"$gt":${after}}}`);
  const answer = await fetch(`${process.argv[2] ?? ''}/data/?query=${query}`);
  const { results } = JSON.parse(await answer.text()) as { readonly results: readonly { readonly _id: number }[] };
  count += results.length;
  const last = results.at(-1);
  if (!last) break;
  after = last._id;
}
console.log(count);

// What differs between two texts, and where their numbers are.

/** Longest common subsequence of two lists: for each item of `right`, whether `left` has it in the same order. */
function common(left, right) {
  const wide = right.length + 1;
  if (left.length * right.length > 400000) return right.map((item) => left.includes(item));
  const table = new Uint32Array((left.length + 1) * wide);
  for (let i = left.length - 1; i >= 0; i--) {
    for (let j = right.length - 1; j >= 0; j--) {
      table[i * wide + j] = left[i] === right[j]
        ? table[(i + 1) * wide + j + 1] + 1
        : Math.max(table[(i + 1) * wide + j], table[i * wide + j + 1]);
    }
  }
  const kept = new Array(right.length).fill(false);
  for (let i = 0, j = 0; i < left.length && j < right.length;) {
    if (left[i] === right[j]) { kept[j] = true; i++; j++; }
    else if (table[(i + 1) * wide + j] >= table[i * wide + j + 1]) i++;
    else j++;
  }
  return kept;
}

/** A short text with the letters marked that `other` lacks. */
function lettersAgainst(other, text) {
  const letters = [...text];
  return h('bdi', { class: 'spelling' }, marked(letters, common([...other], letters), ''));
}

/** A text with the words marked that `other` lacks; numbers are set in bold. */
function wordsAgainst(other, text) {
  const cut = (of) => of.match(/\d+(?:[.,]\d+)*|[\p{L}\p{M}']+|\s+|[^\s\p{L}\p{M}\d]/gu) || [];
  const words = cut(text);
  const kept = other === null ? words.map(() => true) : common(cut(other), words);
  return h('bdi', {}, marked(words, kept, 'number'));
}

function marked(items, kept, numbers) {
  const out = [];
  let run = '';
  let differs = false;
  const flush = () => {
    if (run) out.push(differs ? h('mark', {}, run) : run);
    run = '';
  };
  items.forEach((item, index) => {
    const other = !kept[index] && item.trim() !== '';
    const number = numbers && /^\d/.test(item);
    if (number || other !== differs) {
      flush();
      differs = other;
    }
    run += item;
    if (number) {
      out.push(h('b', { class: numbers }, other ? h('mark', {}, run) : run));
      run = '';
    }
  });
  flush();
  return out;
}

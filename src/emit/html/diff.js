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

/** A short text with the letters marked that `other` lacks, and the places where it lacks letters of `other`. */
function lettersAgainst(other, text) {
  // A name in capital letters is compared by its letters, not by their size.
  const [left, letters] = [[...(text === text.toUpperCase() ? other.toUpperCase() : other)], [...text]];
  const kept = common(left, letters);
  const same = kept.filter(Boolean).length;
  // Names with little in common are two names, not two spellings.
  if (same * 2 <= Math.max(letters.length, left.length)) return h('bdi', { class: 'spelling' }, h('mark', {}, text));
  const out = [];
  const held = common(letters, left);
  let at = 0;
  const gap = () => {
    const from = at;
    while (at < left.length && !held[at]) at++;
    return at > from;
  };
  letters.forEach((letter, index) => {
    if (!kept[index]) {
      out.push(h('mark', {}, letter));
      return;
    }
    const replaced = index > 0 && !kept[index - 1];
    if (gap() && !replaced) out.push(h('mark', { class: 'gap', title: 'a letter is missing here' }, '‸'));
    at++;
    out.push(letter);
  });
  if (gap() && kept[letters.length - 1]) out.push(h('mark', { class: 'gap', title: 'a letter is missing here' }, '‸'));
  return h('bdi', { class: 'spelling' }, joined(out));
}

/** Neighbouring pieces of text, and neighbouring marks, as one. */
function joined(pieces) {
  const out = [];
  for (const piece of pieces) {
    const last = out[out.length - 1];
    if (typeof piece === 'string' && typeof last === 'string') out[out.length - 1] += piece;
    else if (piece instanceof Node && last instanceof Node && !piece.className && !last.className) last.append(...piece.childNodes);
    else out.push(piece);
  }
  return out;
}

const cut = (of) => of.match(/\d+(?:[.,]\d+)*|[\p{L}\p{M}']+|\s+|[^\s\p{L}\p{M}\d]/gu) || [];

/** Whether two texts share words enough for their differences to mean something. */
function alike(left, right) {
  const words = (text) => new Set(cut(text.toLowerCase()).filter((piece) => /[\p{L}\d]{2}/u.test(piece)));
  const [a, b] = [words(left), words(right)];
  const both = [...a].filter((piece) => b.has(piece)).length;
  return both * 2 >= Math.min(a.size, b.size);
}

/** A text with the words marked that `other` lacks; numbers are set in bold. */
function wordsAgainst(other, text) {
  const words = cut(text);
  const kept = other === null ? words.map(() => true) : common(cut(other), words);
  return h('bdi', {}, marked(words, kept));
}

function marked(items, kept) {
  const out = [];
  let run = '';
  let differs = false;
  const flush = () => {
    if (run) out.push(differs ? h('mark', {}, run) : run);
    run = '';
  };
  items.forEach((item, index) => {
    const other = !kept[index] && item.trim() !== '';
    const number = /^\d/.test(item);
    if (number || other !== differs) {
      flush();
      differs = other;
    }
    run += item;
    if (number) {
      out.push(h('b', { class: 'number' }, other ? h('mark', {}, run) : run));
      run = '';
    }
  });
  flush();
  return out;
}

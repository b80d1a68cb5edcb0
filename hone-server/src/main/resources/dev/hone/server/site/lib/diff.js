// Line and word differences of two texts (Myers, "An O(ND) Difference Algorithm", 1986). Pure; no DOM.

/** Edits beyond this are not searched for: the texts have then little in common, and one replaces the other. */
const MOST_EDITS = 2000;

/** Pairs of indices of equal elements, in order. */
export function matches(a, b) {
  let start = 0;
  while (start < a.length && start < b.length && a[start] === b[start]) {
    start++;
  }
  let endA = a.length;
  let endB = b.length;
  while (endA > start && endB > start && a[endA - 1] === b[endB - 1]) {
    endA--;
    endB--;
  }
  const pairs = [];
  for (let i = 0; i < start; i++) {
    pairs.push([i, i]);
  }
  middle(a.slice(start, endA), b.slice(start, endB)).forEach(([i, j]) => pairs.push([i + start, j + start]));
  for (let i = endA, j = endB; i < a.length; i++, j++) {
    pairs.push([i, j]);
  }
  return pairs;
}

function middle(a, b) {
  const most = Math.min(MOST_EDITS, a.length + b.length);
  let reach = new Map([[1, 0]]);
  const trace = [];
  for (let d = 0; d <= most; d++) {
    trace.push(new Map(reach));
    for (let k = -d; k <= d; k += 2) {
      let x = k === -d || (k !== d && (reach.get(k - 1) ?? -1) < (reach.get(k + 1) ?? -1))
        ? reach.get(k + 1) ?? 0
        : (reach.get(k - 1) ?? 0) + 1;
      let y = x - k;
      while (x < a.length && y < b.length && a[x] === b[y]) {
        x++;
        y++;
      }
      reach.set(k, x);
      if (x >= a.length && y >= b.length) {
        return back(trace, a.length, b.length);
      }
    }
  }
  return [];
}

function back(trace, endX, endY) {
  const pairs = [];
  let x = endX;
  let y = endY;
  for (let d = trace.length - 1; d >= 0; d--) {
    const reach = trace[d];
    const k = x - y;
    const down = k === -d || (k !== d && (reach.get(k - 1) ?? -1) < (reach.get(k + 1) ?? -1));
    const previous = down ? k + 1 : k - 1;
    const fromX = reach.get(previous) ?? 0;
    const fromY = fromX - previous;
    while (x > fromX && y > fromY && x > 0 && y > 0) {
      x--;
      y--;
      pairs.push([x, y]);
    }
    x = fromX;
    y = fromY;
  }
  return pairs.reverse();
}

/**
 * Rows of a side-by-side view: {left: [number, text]|null, right: …, kind: 'same'|'changed'|'removed'|'added'}.
 * Runs of removed and added lines are put next to each other.
 */
export function sideBySide(leftText, rightText) {
  const left = leftText.split('\n');
  const right = rightText.split('\n');
  const rows = [];
  let i = 0;
  let j = 0;
  const until = (endI, endJ) => {
    while (i < endI || j < endJ) {
      const hasLeft = i < endI;
      const hasRight = j < endJ;
      rows.push({
        left: hasLeft ? [i + 1, left[i]] : null,
        right: hasRight ? [j + 1, right[j]] : null,
        kind: hasLeft && hasRight ? 'changed' : hasLeft ? 'removed' : 'added',
      });
      i += hasLeft ? 1 : 0;
      j += hasRight ? 1 : 0;
    }
  };
  for (const [x, y] of matches(left, right)) {
    until(x, y);
    rows.push({ left: [x + 1, left[x]], right: [y + 1, right[y]], kind: 'same' });
    i = x + 1;
    j = y + 1;
  }
  until(left.length, right.length);
  return rows;
}

/** Runs of both lines: [[text, isChanged]] for the left and the right one. */
export function words(left, right) {
  const split = (text) => text.match(/\w+|\s+|[^\w\s]/g) ?? [];
  const a = split(left);
  const b = split(right);
  const pairs = matches(a, b);
  return [runs(a, new Set(pairs.map((p) => p[0]))), runs(b, new Set(pairs.map((p) => p[1])))];
}

function runs(parts, same) {
  const out = [];
  parts.forEach((part, index) => {
    const changed = !same.has(index);
    if (out.length && out.at(-1)[1] === changed) {
      out.at(-1)[0] += part;
    } else {
      out.push([part, changed]);
    }
  });
  return out;
}

/** The rows with long runs of equal lines folded to {kind: 'gap', lines}; `context` lines stay around changes. */
export function folded(rows, context = 3) {
  const keep = rows.map(() => false);
  rows.forEach((row, index) => {
    if (row.kind !== 'same') {
      for (let i = Math.max(0, index - context); i <= Math.min(rows.length - 1, index + context); i++) {
        keep[i] = true;
      }
    }
  });
  const out = [];
  for (let i = 0; i < rows.length; i++) {
    if (keep[i]) {
      out.push(rows[i]);
      continue;
    }
    let end = i;
    while (end < rows.length && !keep[end]) {
      end++;
    }
    if (end - i <= 2) {
      // the fold would take as much room as the lines
      out.push(...rows.slice(i, end));
    } else {
      out.push({ kind: 'gap', lines: end - i });
    }
    i = end - 1;
  }
  return out;
}

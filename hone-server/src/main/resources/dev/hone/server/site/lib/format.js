// Numbers, times and names as people read them. Nothing here touches the DOM.

/** Up to five significant digits; very large and very small ones as powers of ten. */
export function number(value) {
  if (value === null || value === undefined) {
    return '';
  }
  if (typeof value !== 'number') {
    return String(value);
  }
  if (!Number.isFinite(value)) {
    return String(value);
  }
  const size = Math.abs(value);
  if (size === 0) {
    return '0';
  }
  if (Number.isInteger(value) && size < 1e9) {
    return String(value).replace(/\B(?=(\d{3})+$)/g, '\u202f');
  }
  if (size < 1e-4 || size >= 1e9) {
    return value.toExponential(3).replace(/\.?0+e/, 'e').replace('e+', 'e');
  }
  return String(Number(value.toPrecision(5)));
}

/** A count with thin spaces. */
export function count(value) {
  return value === null || value === undefined ? '' : number(Math.round(value));
}

/** `1 trial`, `2 trials`. */
export function plural(value, word) {
  return `${count(value)} ${word}${value === 1 ? '' : 's'}`;
}

export function percent(value) {
  const share = value * 100;
  return `${share >= 99.95 || share === 0 ? share.toFixed(0) : share.toFixed(1)}%`;
}

/** Seconds as `350 ms`, `12.3 s`, `4 min 5 s`, `3 h 12 min`, `5 d 3 h`. */
export function duration(seconds) {
  if (seconds === null || seconds === undefined) {
    return '';
  }
  if (seconds < 1) {
    return `${Math.round(seconds * 1000)} ms`;
  }
  if (seconds < 60) {
    return `${Number(seconds.toFixed(seconds < 10 ? 2 : 1))} s`;
  }
  const whole = Math.round(seconds);
  const pair = (big, bigUnit, small, smallUnit) => (small ? `${big} ${bigUnit} ${small} ${smallUnit}` : `${big} ${bigUnit}`);
  if (whole < 3600) {
    return pair(Math.floor(whole / 60), 'min', whole % 60, 's');
  }
  if (whole < 86400) {
    return pair(Math.floor(whole / 3600), 'h', Math.floor((whole % 3600) / 60), 'min');
  }
  return pair(Math.floor(whole / 86400), 'd', Math.floor((whole % 86400) / 3600), 'h');
}

/** How long ago, in one unit. */
export function ago(instant, now = Date.now()) {
  if (!instant) {
    return '';
  }
  const seconds = Math.max(0, (now - Date.parse(instant)) / 1000);
  if (seconds < 45) {
    return 'just now';
  }
  for (const [unit, size] of [['year', 31557600], ['month', 2629800], ['day', 86400], ['hour', 3600], ['minute', 60]]) {
    const n = Math.round(seconds / size);
    if (seconds >= size * 0.75) {
      return `${n} ${unit}${n === 1 ? '' : 's'} ago`;
    }
  }
  return '';
}

/** Local date and time. */
export function when(instant) {
  if (!instant) {
    return '';
  }
  const d = new Date(instant);
  const two = (n) => String(n).padStart(2, '0');
  return `${d.getFullYear()}-${two(d.getMonth() + 1)}-${two(d.getDate())} ${two(d.getHours())}:${two(d.getMinutes())}:${two(d.getSeconds())}`;
}

export function bytes(size) {
  if (size < 1024) {
    return `${size} B`;
  }
  const units = ['KB', 'MB', 'GB'];
  let value = size / 1024;
  let unit = 0;
  while (value >= 1024 && unit < units.length - 1) {
    value /= 1024;
    unit++;
  }
  return `${value.toFixed(value < 10 ? 1 : 0)} ${units[unit]}`;
}

/** A worker in short, `host 2110`, where its id is HOST/MACHINE/PROCESS/START/RANDOM; other ids as they are. */
export function worker(id) {
  const parts = (id ?? '').split('/');
  return parts.length === 5 && /^\d+$/.test(parts[2]) ? `${parts[0]} ${parts[2]}` : id ?? '';
}

/** Any JSON value on one line. */
export function plain(value) {
  if (value === null || value === undefined) {
    return '';
  }
  if (typeof value === 'number') {
    return number(value);
  }
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/** `a=1 b=x`, for one line of a table. */
export function pairs(object, limit = Infinity) {
  if (object === null || typeof object !== 'object' || Array.isArray(object)) {
    return plain(object).split('\n')[0];
  }
  const entries = Object.entries(object);
  const text = entries.slice(0, limit).map(([k, v]) => `${k}=${plain(v)}`).join('  ');
  return entries.length > limit ? `${text}  …` : text;
}

/** A cell of a CSV file as RFC 4180 has it. */
function cell(value) {
  const text = value === null || value === undefined ? '' : typeof value === 'object' ? JSON.stringify(value) : String(value);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

export function csv(header, rows) {
  return [header, ...rows].map((row) => row.map(cell).join(',')).join('\r\n') + '\r\n';
}

/** A name for a file, of letters that every system takes. */
export function fileName(...parts) {
  return parts.join('-').replace(/[^A-Za-z0-9._-]+/g, '_').slice(0, 120);
}

/** @param values at least one; they are not changed */
export function median(values) {
  return percentile(values, 50);
}

/** Nearest rank: the smallest value that at least so many percent are not above. NaN of nothing. */
export function percentile(values, percent) {
  const sorted = Float64Array.from(values).sort();
  return sorted[Math.max(0, Math.ceil((sorted.length * percent) / 100) - 1)] ?? NaN;
}

/** With three significant digits and separators: 1234567 → 1,230,000; 2.3456 → 2.35. */
export function short(value) {
  return Number(value.toPrecision(3)).toLocaleString('en-US', { maximumFractionDigits: 6 });
}

export function whole(value) {
  return Math.round(value).toLocaleString('en-US');
}

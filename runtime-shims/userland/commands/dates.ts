/** Dates as people write them for date(1) and touch(1). */
const unitMilliseconds: Record<string, number> = {
  sec: 1000,
  second: 1000,
  min: 60_000,
  minute: 60_000,
  hour: 3_600_000,
  day: 86_400_000,
  week: 604_800_000,
  fortnight: 1_209_600_000,
};

const weekdays = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'];

/** `now`, `@seconds`, ISO 8601 and what Date understands, `yesterday`, `2 days ago`, `+1 week`, `next monday`. Milliseconds since the epoch. */
export function parseDate(text: string, utc = false): number | undefined {
  const seconds = /^@(-?\d+(?:\.\d+)?)$/.exec(text.trim());
  if (seconds) return Number(seconds[1]) * 1000;
  let rest = text.trim();
  let shift = 0;
  const months: number[] = [];
  rest = rest.replace(
    /([-+]?\s*\d+|next|last|a)\s*(sec|second|min|minute|hour|day|week|fortnight|month|year)s?(\s+ago)?/gi,
    (_match, count: string, unit: string, ago?: string) => {
      const words: Record<string, number> = { next: 1, last: -1, a: 1 };
      const value = (words[count.toLowerCase()] ?? Number(count.replace(/\s/g, ''))) * (ago ? -1 : 1);
      const name = unit.toLowerCase();
      if (name === 'month') months.push(value);
      else if (name === 'year') months.push(value * 12);
      else shift += value * (unitMilliseconds[name] ?? 0);
      return '';
    },
  );
  rest = rest.replace(/\b(now|today)\b/i, '').replace(/\btomorrow\b/i, () => {
    shift += 86_400_000;
    return '';
  });
  rest = rest.replace(/\byesterday\b/i, () => {
    shift -= 86_400_000;
    return '';
  });
  let weekday: { day: number; weeks: number } | undefined;
  rest = rest.replace(
    /\b(?:(next|last|this)\s+)?(sun|mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?)(?:day)?\b\.?,?(?!\s+\w+\s+\d)/i,
    (_match, which: string | undefined, name: string) => {
      const day = weekdays.indexOf(name.slice(0, 3).toLowerCase());
      weekday = { day, weeks: which?.toLowerCase() === 'last' ? -1 : which?.toLowerCase() === 'next' ? 1 : 0 };
      return '';
    },
  );
  rest = rest.trim().replace(/^(\d{4})(\d\d)(\d\d)(?=$|[T ])/, '$1-$2-$3');
  // Seconds stand alone.
  if (rest.startsWith('@')) return undefined;
  let base: number;
  const iso =
    /^(\d{4})-(\d\d?)-(\d\d?)(?:[T ]+(\d\d?):(\d\d)(?::(\d\d)(?:[.,](\d+))?)?)?\s*(Z|UTC|GMT|[-+]\d\d:?\d\d)?$/i.exec(
      rest,
    );
  const clock = /^(\d\d?):(\d\d)(?::(\d\d))?$/.exec(rest);
  if (rest === '') base = Date.now();
  else if (iso) {
    const [year, month, day, hour, minute, second] = iso.slice(1, 7).map((each) => Number(each ?? 0)) as [
      number,
      number,
      number,
      number,
      number,
      number,
    ];
    const fraction = Number(`0.${iso[7] ?? '0'}`) * 1000;
    const zone = iso[8];
    if (zone || utc) {
      const offset =
        zone && /^[-+]/.test(zone)
          ? Number(`${zone[0]}1`) * (Number(zone.slice(1, 3)) * 60 + Number(zone.slice(-2)))
          : 0;
      base = Date.UTC(year, month - 1, day, hour, minute, second) - offset * 60_000 + fraction;
    } else base = new Date(year, month - 1, day, hour, minute, second).getTime() + fraction;
  } else if (clock) {
    base = new Date().setHours(Number(clock[1]), Number(clock[2]), Number(clock[3] ?? 0), 0);
  } else base = Date.parse(utc && !/(?:Z|UTC|GMT|[-+]\d\d:?\d\d)\s*$/i.test(rest) ? `${rest} UTC` : rest);
  if (Number.isNaN(base)) return undefined;
  const result = new Date(base + shift);
  if (weekday) {
    // Its next time, today counting; `next` does not count today, `last` is the one before.
    const days = (weekday.day - result.getDay() + 7) % 7;
    const weeks = weekday.weeks > 0 && days > 0 ? weekday.weeks - 1 : weekday.weeks;
    result.setDate(result.getDate() + days + weeks * 7);
    if (!iso && !clock) result.setHours(0, 0, 0, 0);
  }
  for (const count of months) result.setMonth(result.getMonth() + count);
  return result.getTime();
}

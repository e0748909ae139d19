import { choose, phoneColumns } from './columns.js';

const ROWS = [[42, 24], [36, 20], [32, 17], [28, 15], [24, 14]];
const PHONE = 760;
const NARROW = 360;

/** How the page is laid out for this window: telephone or table, columns, heights, sizes. */
export function layoutFor(width, room, cars, options) {
  const isPhone = width < PHONE && !options.isWall;
  const isNarrow = width < NARROW;
  if (isPhone) {
    const chosen = phoneColumns(isNarrow);
    return {
      ...chosen, isPhone, isNarrow, height: isNarrow ? 50 : 52, font: 15, scale: 1,
      key: `phone${isNarrow}${options.hasStops}`,
    };
  }
  const edge = width < 1000 ? 16 : 32;
  const inner = width - edge;
  if (options.isWall) {
    const scale = Math.min(1, Math.max(0.6, inner / 1888));
    const chosen = choose(inner / (1.6 * scale), options);
    return {
      ...chosen, isPhone, isNarrow, height: Math.round(42 * scale), font: Math.round(24 * scale), scale: 1.6 * scale,
      key: `wall${keyOf(chosen)}`,
    };
  }
  const chosen = choose(inner, options);
  const height = Math.min(42, Math.max(24, Math.floor(room / Math.max(1, cars))));
  const [, wanted] = ROWS.find(([least]) => height >= least) || ROWS[ROWS.length - 1];
  // Figures grow with the rows as far as no column has to go for it.
  const font = chosen.isTight ? 14 : Math.max(14, Math.min(wanted, Math.floor(15 * chosen.room)));
  return { ...chosen, isPhone, isNarrow, height, font, scale: Math.max(1, font / 15), key: `desk${keyOf(chosen)}` };
}

const keyOf = (chosen) => chosen.columns.map((column) => column.name).join();

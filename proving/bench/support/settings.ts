/** How much work is done: `small` only shows that all works; `10` is ten times the work of `1`. */
export const SCALES = ['small', '1', '10'] as const;
export type Scale = (typeof SCALES)[number];

/** The same work at each scale. */
export type Sizes = Readonly<Record<Scale, number>>;

// How finely a growing recording is drawn.

export const COLUMNS_PER_SECOND = 25;

// The axis of steps: auditions stand in equal columns, and the curve runs between them.

export interface StepAxis {
	columns: number;
	x(step: number): number;
}

const warp = (step: number) => Math.log1p(Math.max(0, step));

/**
 * An axis over `width` pixels whose columns begin at the given rising steps. Between two of them steps run
 * logarithmically; after the last one they run on into its own column.
 */
export function stepAxis(starts: readonly number[], width: number, inset: number): StepAxis {
	const columns = Math.max(1, starts.length);
	const column = width / columns;
	return {
		columns,
		x(step) {
			let i = 0;
			while (i < starts.length - 1 && step >= (starts[i + 1] as number)) i++;
			const from = starts[i] ?? 0;
			const to = starts[i + 1] ?? Math.max(from * 2, from + 100);
			const share = to > from ? (warp(step) - warp(from)) / (warp(to) - warp(from)) : 0;
			return Math.min(width - 1, inset + (i + Math.min(1, Math.max(0, share))) * column);
		},
	};
}

/** The slider of steps runs logarithmically from 100 to 200,000, in steps of two figures. */
export const LEAST_STEPS = 100;
export const MOST_STEPS = 200_000;

export function stepsAt(share: number): number {
	const raw = LEAST_STEPS * (MOST_STEPS / LEAST_STEPS) ** Math.min(1, Math.max(0, share));
	const unit = 10 ** Math.max(1, Math.floor(Math.log10(raw)) - 1);
	return Math.min(MOST_STEPS, Math.max(LEAST_STEPS, Math.round(raw / unit) * unit));
}

export function shareOf(steps: number): number {
	const bounded = Math.min(MOST_STEPS, Math.max(LEAST_STEPS, steps));
	return Math.log(bounded / LEAST_STEPS) / Math.log(MOST_STEPS / LEAST_STEPS);
}

// What is drawn on a loss chart beside its lines: ruled losses, marks in words, auditions and the newest value.
import type uPlot from "uplot";
import { color } from "../look/canvas";

const FIGURES = 26; // CSS pixels at the right that belong to the figures

interface Marks {
	least: number;
	most: number;
	knowsNothing: number;
	babble: number;
}

/** Draws in CSS pixels on the plot's canvas. */
function drawing(plot: uPlot, draw: (context: CanvasRenderingContext2D) => void): void {
	const { ctx } = plot;
	ctx.save();
	ctx.scale(devicePixelRatio, devicePixelRatio);
	draw(ctx);
	ctx.restore();
}

const y = (plot: uPlot, nats: number) => plot.valToPos(nats, "y", true) / devicePixelRatio;

function words(
	context: CanvasRenderingContext2D,
	text: string,
	x: number,
	at: number,
	font: string,
	ink: string,
): void {
	context.font = font;
	context.strokeStyle = color("--sheet");
	context.lineWidth = 3;
	context.lineJoin = "round";
	context.setLineDash([]);
	context.strokeText(text, x, at);
	context.fillStyle = color(ink);
	context.fillText(text, x, at);
}

export function drawMarks(plot: uPlot, marks: Marks): void {
	const ui = `12px ${color("--ui")}`;
	drawing(plot, (context) => {
		const wide = plot.width;
		for (let tick = marks.least; tick <= marks.most; tick++) {
			if (tick <= 0) continue;
			context.fillStyle = color("--rule");
			context.fillRect(0, Math.round(y(plot, tick)), wide, 1);
			context.textAlign = "right";
			words(
				context,
				tick.toFixed(1),
				wide,
				Math.max(11, y(plot, tick) - 4),
				`11px ${color("--mono")}`,
				"--ink-3",
			);
		}
		context.textAlign = "left";
		for (const [nats, said] of [
			[marks.knowsNothing, "5.545: it knows nothing"],
			[marks.babble, "2.0: babble can be heard"],
		] as const) {
			context.strokeStyle = color("--ink-3");
			context.lineWidth = 1.25;
			context.setLineDash([1, 4]);
			context.beginPath();
			context.moveTo(0, y(plot, nats));
			context.lineTo(wide - FIGURES, y(plot, nats));
			context.stroke();
			words(context, said, 24, y(plot, nats) - 6, ui, "--ink-2");
		}
	});
}

/** Each audition stands under its point of the curve; the one that is due, at the end of what is ahead. */
export function drawAuditions(
	plot: uPlot,
	points: readonly [x: number, nats: number][],
	due: number | null,
): void {
	drawing(plot, (context) => {
		context.fillStyle = color("--line-2");
		for (const [x, nats] of points) context.fillRect(Math.round(x), y(plot, nats) + 5, 1, plot.height);
		if (due !== null) context.fillRect(Math.round(due), plot.height - 40, 1, 40);
		context.lineWidth = 2;
		context.setLineDash([]);
		for (const [x, nats] of points) {
			context.beginPath();
			context.arc(x, y(plot, nats), 4.5, 0, 2 * Math.PI);
			context.fillStyle = color("--sheet");
			context.fill();
			context.strokeStyle = color("--wavenet");
			context.stroke();
		}
	});
}

export function drawNeedle(plot: uPlot, x: number, nats: number, said: string): void {
	drawing(plot, (context) => {
		const at = y(plot, nats);
		const under = at < 62;
		const left = Math.min(x - 2, plot.width - 62);
		context.fillStyle = color("--ink");
		context.fillRect(x, under ? at + 6 : at - 30, 1.5, 24);
		context.textAlign = "left";
		words(context, nats.toFixed(2), left, under ? at + 44 : at - 50, `600 13px ${color("--mono")}`, "--ink");
		words(context, said, left, under ? at + 58 : at - 36, `12px ${color("--ui")}`, "--ink-2");
	});
}

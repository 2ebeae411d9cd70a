// Where a sound comes from, as it is drawn: names, and the edge and texture that stand beside the colour.
import type { Category, Origin } from "../api/types";

export const CATEGORIES: readonly Category[] = ["mine", "users", "wavenet", "bounces", "other"];

export const CATEGORY_TITLES: Record<Category, string> = {
	mine: "Mine",
	users: "Users",
	wavenet: "Wavenet",
	bounces: "Bounces",
	other: "Other",
};

/** By which a clip is coloured: its own colour or category where it is one of these, else its sample's; others are neutral. */
export function categoryOf(clip: { category: string; colour: string }, own: Category): Category {
	if (isCategory(clip.colour)) return clip.colour;
	if (isCategory(clip.category)) return clip.category;
	return clip.category ? "other" : own;
}

function isCategory(name: string): name is Category {
	return (CATEGORIES as readonly string[]).includes(name);
}

export const ORIGIN_TITLES: Record<Origin, string> = {
	recorded: "Recorded",
	external: "Uploaded",
	generated: "Generated",
	bounced: "Bounced",
	composed: "Composed",
};

/** The category's edge along the top of a clip: solid, dashed, doubling ticks or a double line. */
export function drawEdge(
	context: CanvasRenderingContext2D,
	category: Category,
	x: number,
	y: number,
	width: number,
	color: string,
): void {
	context.fillStyle = color;
	if (category === "users") {
		for (let at = 0; at < width; at += 6) context.fillRect(x + at, y, Math.min(3.5, width - at), 2.5);
	} else if (category === "bounces") {
		context.fillRect(x, y, width, 1.1);
		context.fillRect(x, y + 2.4, width, 1.1);
	} else if (category === "wavenet") {
		context.fillRect(x, y, width, 1);
		for (let step = 2, past = 0; past < width; past += step, step = Math.min(step * 2, 64)) {
			context.fillRect(x + width - past - 1.5, y, 1.5, 4);
		}
	} else {
		context.fillRect(x, y, width, 2.5);
	}
}

/** The category's texture inside bodies wide enough for one: hatch, dots or ruled lines. */
export function drawTexture(
	context: CanvasRenderingContext2D,
	category: Category,
	x: number,
	y: number,
	width: number,
	height: number,
	color: string,
): void {
	if (width < 14 || height < 10 || category === "mine" || category === "other") return;
	context.save();
	context.beginPath();
	context.rect(x, y, width, height);
	context.clip();
	context.fillStyle = color;
	context.strokeStyle = color;
	context.lineWidth = 1;
	context.globalAlpha *= category === "bounces" ? 0.13 : 0.2;
	if (category === "users") {
		context.beginPath();
		for (let at = -height; at < width; at += 5) {
			context.moveTo(x + at, y + height);
			context.lineTo(x + at + height, y);
		}
		context.stroke();
	} else if (category === "wavenet") {
		for (let row = 3; row < height; row += 4) {
			for (let column = 3; column < width; column += 4) context.fillRect(x + column, y + row, 1.2, 1.2);
		}
	} else {
		for (let row = 4; row < height; row += 4) context.fillRect(x, y + row, width, 1);
	}
	context.restore();
}

/** All cloud tools, in the order in which they are shown. */
import { align } from "./align";
import { distribute } from "./distribute";
import { mirrorSides, mirrorTime } from "./mirror";
import { order } from "./order";
import { randomise } from "./randomise";
import { reverse } from "./reverse";
import { scatter } from "./scatter";
import { thin } from "./thin";
import type { Tool } from "./tool";

export const TOOLS: readonly Tool[] = [
	randomise,
	scatter,
	order,
	reverse,
	align,
	distribute,
	thin,
	mirrorTime,
	mirrorSides,
];

export function toolOf(id: string): Tool {
	return TOOLS.find((tool) => tool.id === id) ?? randomise;
}

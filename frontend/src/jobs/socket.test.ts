import { describe, expect, it } from "vitest";
import { Dispatch } from "./dispatch";
import { type Line, ReturningSocket, waitMs } from "./socket";

class FakeLine implements Line {
	onopen: ((event: Event) => void) | null = null;
	onmessage: ((event: MessageEvent) => void) | null = null;
	onclose: ((event: CloseEvent) => void) | null = null;
	closed = false;
	close() {
		this.closed = true;
	}
	accept() {
		this.onopen?.(new Event("open"));
	}
	say(data: unknown) {
		this.onmessage?.({ data } as MessageEvent);
	}
	fall(code = 1006) {
		this.onclose?.({ code } as CloseEvent);
	}
}

function setUp() {
	const lines: FakeLine[] = [];
	const waits: { milliseconds: number; act: () => void; cancelled: boolean }[] = [];
	const heard: unknown[] = [];
	let returns = 0;
	const socket = new ReturningSocket(
		() => {
			const line = new FakeLine();
			lines.push(line);
			return line;
		},
		{
			after(milliseconds, act) {
				const wait = { milliseconds, act, cancelled: false };
				waits.push(wait);
				return () => {
					wait.cancelled = true;
				};
			},
		},
		(message) => heard.push(message),
		() => {
			returns++;
		},
		() => 0,
	);
	return { socket, lines, waits, heard, returns: () => returns };
}

describe("the returning socket", () => {
	it("hands messages on and leaves alone what is not JSON", () => {
		const { socket, lines, heard } = setUp();
		socket.start();
		lines[0]?.accept();
		lines[0]?.say('{"type":"job.changed"}');
		lines[0]?.say("{half");
		expect(heard).toEqual([{ type: "job.changed" }]);
	});

	it("tells of a return, not of the first opening", () => {
		const { socket, lines, waits, returns } = setUp();
		socket.start();
		lines[0]?.accept();
		expect(returns()).toBe(0);
		lines[0]?.fall();
		waits[0]?.act();
		lines[1]?.accept();
		expect(returns()).toBe(1);
	});

	it("waits longer after each failure and begins anew once it was open", () => {
		const { socket, lines, waits } = setUp();
		socket.start();
		for (let i = 0; i < 3; i++) {
			lines.at(-1)?.fall();
			waits.at(-1)?.act();
		}
		expect(waits.map((wait) => wait.milliseconds)).toEqual([500, 1000, 2000]);
		lines.at(-1)?.accept();
		lines.at(-1)?.fall();
		expect(waits.at(-1)?.milliseconds).toBe(500);
	});

	it("does not ask again when nobody is signed in, nor after it was stopped", () => {
		const out = setUp();
		out.socket.start();
		out.lines[0]?.fall(4401);
		expect(out.waits).toHaveLength(0);
		const stopped = setUp();
		stopped.socket.start();
		stopped.lines[0]?.accept();
		stopped.socket.stop();
		stopped.lines[0]?.fall();
		expect(stopped.lines[0]?.closed).toBe(true);
		expect(stopped.waits).toHaveLength(0);
	});

	it("hurries when the network is back", () => {
		const { socket, lines, waits } = setUp();
		socket.start();
		lines[0]?.fall();
		socket.hurry();
		expect(waits[0]?.cancelled).toBe(true);
		expect(lines).toHaveLength(2);
		socket.hurry();
		expect(lines).toHaveLength(2);
	});

	it("never waits more than 37.5 s", () => {
		expect(waitMs(40, 1)).toBe(37_500);
	});
});

describe("dispatch", () => {
	it("reaches the handlers of the type alone, until they leave", () => {
		const dispatch = new Dispatch();
		const steps: number[] = [];
		const leave = dispatch.add("training.stepped", (event) => steps.push(event.step));
		dispatch.send({ type: "training.stepped", step: 7 });
		dispatch.send({ type: "takes.grew" });
		dispatch.send("nothing");
		dispatch.send(null);
		expect(steps).toEqual([7]);
		leave();
		expect(dispatch.empty).toBe(true);
		dispatch.send({ type: "training.stepped", step: 8 });
		expect(steps).toEqual([7]);
	});

	it("lets a handler leave while it is called", () => {
		const dispatch = new Dispatch();
		const calls: string[] = [];
		const leave = dispatch.add("takes.grew", () => {
			calls.push("first");
			leave();
		});
		dispatch.add("takes.grew", () => calls.push("second"));
		dispatch.send({ type: "takes.grew" });
		dispatch.send({ type: "takes.grew" });
		expect(calls).toEqual(["first", "second", "second"]);
	});
});

// The shape of the reference piece, made in the page with what the editor offers; `piece.make` takes turns.
globalThis.piece = (() => {
	const SECONDS = 198.75;
	const CUT_SECONDS = 131.2;
	const CLOUD_FROM = 0.21 * SECONDS;
	const [CLOUD_CLIPS, SLICES, SLICE_SECONDS] = [238, 103, 0.5];
	const NOISE = [[0, 0.08], [0.9, 1]];
	const SPEECH = [[0.08, 0.21], [0.3, 0.66]];
	const bench = () => globalThis.overhear.bench;
	const row = (name) => bench().arrangement.rowsInOrder.find((each) => each.name === name).id;

	/** So many clips in a row on a lane, over spans of the piece. */
	function lane(name, count, sample, spans, duration_seconds) {
		const all = spans.reduce((sum, [from, to]) => sum + to - from, 0);
		const start = (share) => {
			let at = share * all;
			for (const [from, to] of spans) {
				if (at < to - from) return at + from;
				at -= to - from;
			}
			return spans.at(-1)[1];
		};
		overhear.place(Array.from({ length: count }, (_, i) => (
			{ track: row(name), sample, start_seconds: start(i / count) * SECONDS, duration_seconds, loop: true }
		)));
	}

	function cloud([noise, voice]) {
		const wanted = CLOUD_CLIPS - SLICES;
		const track = row("Cloud");
		const takes = overhear.place([
			{ track, sample: noise, start_seconds: CLOUD_FROM, duration_seconds: 4, loop: true },
			{ track, sample: voice, start_seconds: CLOUD_FROM + 2, duration_seconds: 4, loop: true },
		]);
		bench().track = track;
		bench().setLoop([CLOUD_FROM, CUT_SECONDS]);
		for (let seed = 1, made = takes.length; made < wanted && seed < 200; seed++) {
			bench().select(takes);
			const values = { count: wanted - made, length_seconds: [2, 6.7], polyphony: 12 };
			made += overhear.cloud("scatter", values, seed).length;
		}
		bench().setLoop(null);
		bench().select(bench().arrangement.clipsOf(track).map((clip) => clip.id));
		overhear.change(() => ({ pan: Math.random() * 2 - 1 }));
	}

	function slices([noise]) {
		const track = row("Cloud");
		const [first] = overhear.place([
			{ track, sample: noise, start_seconds: CUT_SECONDS, duration_seconds: SLICES * SLICE_SECONDS, gain_db: 12, loop: true },
		]);
		bench().select([first], first);
		overhear.run("reverse");
		for (let i = 1; i < SLICES; i++) {
			bench().seek(CUT_SECONDS + i * SLICE_SECONDS);
			overhear.run("split");
		}
	}

	function automation() {
		const draw = (target, parameter, points) =>
			overhear.envelope(target, parameter, points.map(([seconds, value]) => ({ seconds, value })));
		draw(row("Noise"), "width", [[0, 1], [8.43, -0.1], [9.32, 0.99], [181.96, 0.01], [182.94, 0.99]]);
		const equaliser = overhear.device(row("Cloud"), "equaliser");
		draw(equaliser, "wet", [[46.6, 0.005], [59.2, 1], [131.2, 0.984], [157.7, 0]]);
		const [send] = overhear.sends(row("Cloud"));
		draw(send, "gain_db", [[45.97, -40], [60.2, -4.03], [131.1, -4.03], [131.5, -37.9]]);
	}

	function chains() {
		overhear.device(row("Babbling"), "exciter");
		overhear.device(row("Babbling"), "compressor", { threshold_db: -42, ratio: 1.53, attack_ms: 9.1, release_ms: 132, knee_db: 0 });
		const clips = bench().arrangement.clipsOf(row("Babbling C")).slice(0, 6);
		for (const [i, clip] of clips.entries()) overhear.clipDevice(clip.id, i < 4 ? "delay" : "filter");
		overhear.track(row("Noise"), { gain_db: -3.7 });
		overhear.track(row("Cloud"), { gain_db: -16.9 });
	}

	const chapters = [
		() => overhear.run("template-noise-babbling-cloud"),
		([noise]) => lane("Noise C", 12, noise, NOISE, 0.9),
		([noise]) => lane("Noise L", 13, noise, NOISE, 0.7),
		([noise]) => lane("Noise R", 13, noise, NOISE, 0.7),
		([, , babble]) => lane("Babbling C", 26, babble, SPEECH, 3.5),
		([, voice]) => lane("Babbling L", 27, voice, SPEECH, 2.2),
		([, voice]) => lane("Babbling R", 22, voice, SPEECH, 2.4),
		([noise]) => lane("Reverb return", 7, noise, [[0.41, 0.9]], 12),
		cloud,
		slices,
		automation,
		chains,
	];

	/** Numbers from a seed (mulberry32). */
	function seeded(seed) {
		let state = seed;
		return () => {
			state = (state + 0x6d2b79f5) | 0;
			let t = Math.imul(state ^ (state >>> 15), 1 | state);
			t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
			return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
		};
	}

	/** One edit of anything that there is, to some clips anywhere. */
	function edit(random) {
		const pick = (list) => list[Math.floor(random() * list.length)];
		const ids = [...bench().arrangement.clips.keys()];
		const [of, rest] = [40 + Math.floor(random() * 60), Math.floor(random() * 40)];
		bench().select(ids.filter((_, i) => i % of === rest));
		bench().track = pick(bench().arrangement.rowsInOrder).id;
		bench().seek(random() * SECONDS);
		const chance = random();
		// Muting and soloing would leave nothing to render, now and then; what is frozen comes in later.
		if (chance < 0.5) overhear.run(pick(overhear.commands.filter((id) => !/^(undo|redo)$|rename|mute|solo|freeze|bounce/.test(id))));
		else if (chance < 0.7) overhear.cloud(pick(overhear.tools), { count: 3 }, Math.floor(random() * 1e6));
		else if (chance < 0.8) overhear.run(pick(["undo", "redo"]));
		else {
			const by = random() * 2 - 1;
			const fields = pick([{ gain_db: by * 12 }, { pan: by }, { height: Math.abs(by) }, { mute: by > 0 }]);
			overhear.change((clip) => ({ ...fields, start_seconds: Math.max(0, clip.start_seconds + by) }));
		}
	}

	return {
		chapters: chapters.length,
		make: (chapter, samples) => chapters[chapter](samples),
		lanes: () => Object.fromEntries(bench().arrangement.rowsInOrder
			.map((each) => [each.name, bench().arrangement.clipsOf(each.id).length])
			.filter(([, count]) => count)),
		/** Begins to edit, and goes on by itself. */
		begin(count, seed) {
			const random = seeded(seed);
			globalThis.edited = (async () => {
				for (let i = 0; i < count; i++) {
					edit(random);
					await new Promise((go) => setTimeout(go, 10));
				}
				return count;
			})();
		},
	};
})();

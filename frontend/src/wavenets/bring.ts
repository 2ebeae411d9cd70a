// Bring a model of another site: its card first, then its weights in pieces; the last answer is the model.
import { ApiError, api, csrfToken } from "../api/client";
import type { ModelUpload, Wavenet } from "../api/types";

const PIECE_BYTES = 8 * 1024 ** 2;

export async function bring(card: File, weights: File, told: (share: number) => void): Promise<Wavenet> {
	const text = await card.text();
	const upload = await api.post<ModelUpload>("/api/uploads/wavenets", {
		card: text,
		length_bytes: weights.size,
	});
	let offset = upload.offset_bytes;
	for (;;) {
		const answer = await fetch(`/api/uploads/wavenets/${upload.id}`, {
			method: "PATCH",
			headers: {
				"Content-Type": "application/offset+octet-stream",
				"Upload-Offset": String(offset),
				"X-CSRFToken": csrfToken(),
			},
			body: weights.slice(offset, offset + PIECE_BYTES),
			credentials: "same-origin",
		}).catch(() => {
			throw new ApiError(0, "The connection was lost. Bring both files again; nothing was kept.");
		});
		const said = await answer.json().catch(() => ({}));
		if (answer.status === 201) return said as Wavenet;
		if (!answer.ok)
			throw new ApiError(answer.status, said.detail ?? "The weights were not taken. Try again.");
		offset = (said as ModelUpload).offset_bytes;
		told(offset / weights.size);
	}
}
